import { authorizeConnection } from "./authorize-connection.ts"

export const handler = (event: unknown, context: { readonly invokedFunctionArn: string }) =>
  authorizeConnection(event, context)
