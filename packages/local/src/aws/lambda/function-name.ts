export interface FunctionReference {
  /** Without a version or alias. */
  readonly arn: string
  readonly name: string
  readonly qualifier?: string
}

const REFERENCE = /^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?(\d{12}:)?(?:function:)?([a-zA-Z0-9_-]+)(?::([$\w-]+))?$/

/** Reads a name, a partial ARN or a whole one, perhaps with a version or alias; undefined for anything else. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters */
export function parseFunctionName(
  text: string,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): FunctionReference | undefined {
  const [, service, account = `${accountId}:`, name, qualifier] = REFERENCE.exec(text) ?? []
  if (name === undefined) return undefined
  const arn = `${service ?? `arn:aws:lambda:${region}:`}${account}function:${name}`
  return { arn, name, ...(qualifier === undefined ? {} : { qualifier }) }
}
