export * from "./catalog-reader.ts"
export * from "./keys.ts"
export * from "./record.ts"
