import { AdminGetUserCommand } from "@aws-sdk/client-cognito-identity-provider"
import { expect } from "vitest"
import { logIn } from "../identity/testing.ts"
import type { Cases, Clients } from "./clients.ts"

const UserPoolId = "us-east-1_Users"

/** Has somebody of this name log in to the graph's pool, and asks who that is. */
export async function getUser({ cognito, engine: { url } }: Clients, name: string, by = name) {
  await logIn({ issuer: `${url}/_users/${UserPoolId}`, page: `${url}/gallery/` }, name)
  return cognito.send(new AdminGetUserCommand({ UserPoolId, Username: by }))
}

export const cognitoCases: Cases = {
  async AdminGetUser(clients) {
    const ada = await getUser(clients, "Ada")
    expect(ada).toMatchObject({ Username: "ada", Enabled: true, UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] })
    const sub = ada.UserAttributes?.find(({ Name }) => Name === "sub")?.Value
    expect(await getUser(clients, "Ada", sub)).toMatchObject({ Username: "ada" })
    expect((await getUser(clients, "Eve without a second factor")).UserMFASettingList).toBeUndefined()
    const ask = (poolId: string, Username: string) =>
      clients.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
    await expect(ask(UserPoolId, "nobody")).rejects.toMatchObject({ name: "UserNotFoundException" })
    await expect(ask("us-east-1_Other", "Ada")).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  },
}
