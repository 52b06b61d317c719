import { synthesise } from "@darkroom/local"
import { join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { loginProtection } from "../stacks/login-protection.ts"

const root = join(import.meta.dirname, "..")

/** What AWS would be told of a production stage that is deployed with this environment. */
async function deployed(environment: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const cache = join(root, Object.keys(environment).length > 0 ? ".darkroom/with-login-protection" : ".darkroom")
  const { resources } = await synthesise({ root, stage: "production", cache })
  return (type: string) => resources.filter((resource) => resource.type === type)
}
const POOL = "aws:cognito/userPool:UserPool"
const RISKS = "aws:cognito/riskConfiguration:RiskConfiguration"
const ACL = "aws:wafv2/webAcl:WebAcl"
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"

describe("a deployment that asks for nothing", () => {
  it("lets people have a second factor, and pays for nothing", async () => {
    const of = await deployed()
    expect(of(POOL).map(({ inputs }) => inputs)).toMatchObject([
      {
        mfaConfiguration: "OPTIONAL",
        softwareTokenMfaConfiguration: { enabled: true },
        userPoolAddOns: { advancedSecurityMode: "OFF" },
        userPoolTier: "ESSENTIALS",
      },
    ])
    expect([...of(RISKS), ...of(ASSOCIATION)]).toEqual([])
    expect(of(ACL).map(({ inputs }) => inputs["scope"])).toEqual(["CLOUDFRONT"])
  })
})

describe("a deployment that asks for everything", () => {
  const all = { DARKROOM_MFA: "required", DARKROOM_THREAT_PROTECTION: "enforced", DARKROOM_LOGIN_WAF: "on" }

  it("has everybody need a second factor, and Cognito look for threats", async () => {
    const of = await deployed(all)
    expect(of(POOL).map(({ inputs }) => inputs)).toMatchObject([
      {
        mfaConfiguration: "ON",
        softwareTokenMfaConfiguration: { enabled: true },
        userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
        userPoolTier: "PLUS",
      },
    ])
    const [risks] = of(RISKS).map(({ inputs }) => inputs)
    expect(risks).toMatchObject({
      userPoolId: of(POOL)[0]!.state["id"],
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      accountTakeoverRiskConfiguration: {
        actions: {
          mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
          highAction: { eventAction: "BLOCK", notify: false },
        },
      },
    })
  })

  it("has a regional web ACL in front of the user pool", async () => {
    const of = await deployed(all)
    const regional = of(ACL).find(({ inputs }) => inputs["scope"] === "REGIONAL")!
    const rules = regional.inputs["rules"] as { name: string; priority: number }[]
    expect(rules.map(({ name }) => name)).toEqual([
      "RateLimitPerIP",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
    ])
    expect(rules.map(({ priority }) => priority)).toEqual([0, 1, 2])
    expect(of(ASSOCIATION).map(({ inputs }) => inputs)).toEqual([
      { resourceArn: of(POOL)[0]!.state["arn"], webAclArn: regional.state["arn"] },
    ])
  })
})

it("only records threats in audit mode", () => {
  expect(loginProtection({ DARKROOM_THREAT_PROTECTION: "audit" }).threats).toBe("audit")
})

it.each([
  ["DARKROOM_MFA", "on", "optional, required"],
  ["DARKROOM_THREAT_PROTECTION", "full", "off, audit, enforced"],
  ["DARKROOM_LOGIN_WAF", "true", "off, on"],
])("refuses %s=%s, and names what it can be", (name, value, choices) => {
  expect(() => loginProtection({ [name]: value })).toThrow(`${name} is "${value}"; it can be ${choices}`)
})

it.each([undefined, "", " "])("takes %j for the default", (value) => {
  expect(loginProtection({ DARKROOM_MFA: value, DARKROOM_LOGIN_WAF: value })).toEqual({
    mfa: "optional",
    threats: "off",
    firewall: false,
  })
})
