export type { PhotoMessage } from "./message.ts"
export { type Connection, RealtimeProvider, useConnection, useMessages } from "./realtime-provider.tsx"
