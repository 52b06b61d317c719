import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import type { Clients } from "./clients.ts"

export const TableName = "things"

export type Item = { readonly owner: string; readonly name: string } & Record<string, unknown>

export const keyOf = ({ owner, name }: Item) => ({ owner, name })

export async function put({ documents }: Clients, ...items: Item[]): Promise<void> {
  for (const Item of items) await documents.send(new PutCommand({ TableName, Item }))
}

export const get = async ({ documents }: Clients, item: Item) =>
  (await documents.send(new GetCommand({ TableName, Key: keyOf(item), ConsistentRead: true }))).Item
