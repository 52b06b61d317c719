export * from "./deliveries.ts"
export * from "./example-event.ts"
export * from "./memory-persistence.ts"
export * from "./test-runtime.ts"
