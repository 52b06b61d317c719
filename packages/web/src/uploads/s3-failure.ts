/** Thrown when S3 refuses a form. */
export class S3Failure extends Error {
  override readonly name = "S3Failure"
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Reads S3's error document; a proxy's page in between has no code. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Failure(status: number, body: string): S3Failure {
  return new S3Failure(status, element(body, "Code") ?? `Status${status}`, element(body, "Message") ?? "")
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
}
