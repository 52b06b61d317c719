import type { DatabaseSync } from "node:sqlite"

/** Columns by table. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // What is still to be delivered to queues and functions.
  sns_deliveries: {
    seq: "INTEGER PRIMARY KEY AUTOINCREMENT",
    message_id: "TEXT NOT NULL",
    topic_arn: "TEXT NOT NULL",
    subscription_arn: "TEXT NOT NULL",
    protocol: "TEXT NOT NULL",
    endpoint: "TEXT NOT NULL",
    body: "TEXT NOT NULL",
    attributes: "TEXT",
    dead_letter_arn: "TEXT",
    dead_letter_body: "TEXT NOT NULL",
    attempts: "INTEGER NOT NULL DEFAULT 0",
    trace: "TEXT",
  },
  // What stands for mail and text messages that nobody sends from a laptop.
  sns_outbox: {
    seq: "INTEGER PRIMARY KEY AUTOINCREMENT",
    message_id: "TEXT NOT NULL",
    topic_arn: "TEXT",
    subscription_arn: "TEXT",
    subject: "TEXT",
    message: "TEXT NOT NULL",
    attributes: "TEXT NOT NULL",
    protocol: "TEXT",
    endpoint: "TEXT",
    time: "INTEGER NOT NULL",
  },
  // What the app changed at run time: a subscription, or none for one that ended. `declared` is what the stacks said then.
  sns_subscriptions: {
    arn: "TEXT PRIMARY KEY",
    subscription: "TEXT",
    declared: "TEXT",
  },
}

/** Creates SNS's tables. Those of another version are emptied: they hold the state of a laptop. */
export function createTables(store: DatabaseSync): void {
  if (Object.keys(TABLES).some((name) => isOutdated(store, name)))
    for (const name of Object.keys(TABLES)) store.exec(`DROP TABLE IF EXISTS ${name}`)
  for (const [name, columns] of Object.entries(TABLES)) {
    const definitions = Object.entries(columns).map((column) => column.join(" "))
    store.exec(`CREATE TABLE IF NOT EXISTS ${name} (${definitions.join(", ")})`)
  }
}

function isOutdated(store: DatabaseSync, name: string): boolean {
  const found = store.prepare(`PRAGMA table_info(${name})`).all()
  const columns = found.map((column) => column["name"] as string)
  return found.length > 0 && columns.join() !== Object.keys(TABLES[name] ?? {}).join()
}
