export { type Connection, RealtimeProvider, useConnection } from "./realtime-provider.tsx"
