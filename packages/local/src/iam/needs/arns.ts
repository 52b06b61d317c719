/** Whose resources a request names where it gives a name only. */
export interface Arns {
  readonly region: string
  readonly accountId: string
  /** ARNs of the queues whose dead letters go to a queue: where they go back to. */
  readonly sourcesOf?: (deadLetterArn: string) => readonly string[]
  /** The partition key of a table, or of an index of it. */
  readonly hashKeyOf?: (tableArn: string, index?: string) => string | undefined
}

interface Redriven {
  readonly arn: string
  readonly redrive?: { readonly deadLetterArn: string }
}

/** `sourcesOf` by the queues of the graph. */
export function redriveSources(queues: readonly Redriven[]): NonNullable<Arns["sourcesOf"]> {
  return (deadLetterArn) =>
    queues.filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn).map(({ arn }) => arn)
}

interface Keyed {
  readonly arn: string
  readonly hashKey: string
  readonly indexes: readonly { readonly name: string; readonly hashKey: string }[]
}

/** `hashKeyOf` by the tables of the graph. */
export function hashKeys(tables: readonly Keyed[]): NonNullable<Arns["hashKeyOf"]> {
  return (tableArn, index) => {
    const table = tables.find(({ arn }) => arn === tableArn)
    return index === undefined ? table?.hashKey : table?.indexes.find(({ name }) => name === index)?.hashKey
  }
}

/** An ARN as it is; a name becomes one. */
export function arnOf(service: string, prefix: string, nameOrArn: string, { region, accountId }: Arns): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : `arn:aws:${service}:${region}:${accountId}:${prefix}${nameOrArn}`
}
