import type { DatabaseSync } from "node:sqlite"

/** Adds a column, given as in CREATE TABLE, that the table in a state folder of an earlier version does not have. */
export function addColumn(store: DatabaseSync, table: string, definition: string): void {
  const [name] = definition.split(" ")
  const columns = store.prepare("SELECT name FROM pragma_table_info(?)").all(table)
  if (columns.some((column) => column["name"] === name)) return
  store.exec(`ALTER TABLE ${table} ADD COLUMN ${definition}`)
}
