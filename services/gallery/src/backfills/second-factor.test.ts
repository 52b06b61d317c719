import { UserNotFoundException } from "@aws-sdk/client-cognito-identity-provider"
import { expect, it } from "vitest"
import { secondFactorIn } from "./second-factor.ts"

function asking(answer: () => Promise<object>) {
  const asked: object[] = []
  const client = { send: (command: { input: object }) => (asked.push(command.input), answer()) }
  return { asked, hasSecondFactor: secondFactorIn(client as never, "eu-1_Users") }
}

it("asks the user pool for the user of the token", async () => {
  const { asked, hasSecondFactor } = asking(async () => ({ UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] }))
  expect(await hasSecondFactor("ada-1")).toBe(true)
  expect(asked).toEqual([{ UserPoolId: "eu-1_Users", Username: "ada-1" }])
})

it.each([{}, { UserMFASettingList: [] }])("finds none in %j", async (answer) => {
  expect(await asking(async () => answer).hasSecondFactor("ada-1")).toBe(false)
})

it("finds none of a user who was deleted", async () => {
  const gone = new UserNotFoundException({ message: "User does not exist.", $metadata: {} })
  expect(await asking(() => Promise.reject(gone)).hasSecondFactor("ada-1")).toBe(false)
})

it("takes nobody for an operator when the user pool does not answer", async () => {
  const { hasSecondFactor } = asking(() => Promise.reject(new Error("timeout")))
  await expect(hasSecondFactor("ada-1")).rejects.toThrow("timeout")
})
