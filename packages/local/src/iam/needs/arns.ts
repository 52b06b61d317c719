/** Whose resources a request names where it gives a name only. */
export interface Arns {
  readonly region: string
  readonly accountId: string
}

/** An ARN as it is; a name becomes one. */
export function arnOf(service: string, prefix: string, nameOrArn: string, { region, accountId }: Arns): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : `arn:aws:${service}:${region}:${accountId}:${prefix}${nameOrArn}`
}
