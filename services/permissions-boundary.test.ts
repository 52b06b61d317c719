import { decide, readPolicy, rolesOf } from "@darkroom/aws-rules"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { permissionsBoundary } from "../stacks/permissions-boundary.ts"
import { BOUNDARY, resources } from "./deployment.fixture.ts"

// docs/permissions-boundary.json limits the roles of a stage, and docs/deployer-boundary.json has a deployer create no others.

const root = join(import.meta.dirname, "..")
const ACCOUNT = "000000000000"
const document = (file: string) => readPolicy(file, readFileSync(join(root, "docs", file), "utf8"))

const roles = rolesOf(resources)

describe("a stage with DARKROOM_PERMISSIONS_BOUNDARY", () => {
  it("limits every role", () => {
    expect(roles.length).toBeGreaterThan(20)
    expect(roles.filter(({ boundary }) => boundary !== BOUNDARY)).toEqual([])
  })

  it.each([undefined, "", " "])("has no boundary for %j", (value) => {
    expect(permissionsBoundary({ DARKROOM_PERMISSIONS_BOUNDARY: value })).toBeUndefined()
  })

  it.each(["DarkroomBoundary", "arn:aws:iam::1:role/x", `${BOUNDARY} x`])(
    "refuses %j, and says what it must be",
    (value) => {
      expect(() => permissionsBoundary({ DARKROOM_PERMISSIONS_BOUNDARY: value })).toThrow(
        `DARKROOM_PERMISSIONS_BOUNDARY is "${value}"; it must be the ARN of a managed policy`,
      )
    },
  )
})

describe("the boundary", () => {
  const boundary = document("permissions-boundary.json")
  const decided = (action: string, resource: string, context = {}) => decide([boundary], { action, resource, context })

  it.each(roles.map(({ name, inline }) => [name, inline] as const))("allows all that %s may do", (_, inline) => {
    const calls = inline.flatMap(({ statements }) =>
      statements.flatMap(({ actions, resources, conditions }) =>
        actions.flatMap((action) => resources.map((resource) => ({ action, resource, conditions }))),
      ),
    )
    const refused = calls.filter(({ action, resource, conditions }) => {
      const context = Object.fromEntries(conditions.map(({ key, values }) => [key, values[0]!]))
      return decided(action, resource, context) !== "allowed"
    })
    expect(refused).toEqual([])
  })

  it("lets functions write logs and traces", () => {
    const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/lambda/darkroom-production-IngestFunction-abcdefgh`
    expect(decided("logs:CreateLogGroup", group)).toBe("allowed")
    expect(decided("logs:PutLogEvents", `${group}:log-stream:2026/12/01/[$LATEST]a`)).toBe("allowed")
    expect(decided("xray:PutTraceSegments", "*")).toBe("allowed")
  })

  const completions = `arn:aws:iam::${ACCOUNT}:role/VideoCompletionsRole-0123abc`
  it.each([
    ["iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/me`],
    ["iam:PutRolePolicy", `arn:aws:iam::${ACCOUNT}:role/darkroom-production-IngestRole`],
    ["iam:PutRolePolicy", completions],
    ["iam:UpdateAssumeRolePolicy", completions],
    ["iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/Admin`],
    ["sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/Admin`],
    ["sts:AssumeRole", completions],
  ])("denies %s on %s, whatever another policy allows", (action, resource) => {
    expect(decided(action, resource, { "iam:PassedToService": "rekognition.amazonaws.com" })).toBe("denied")
  })

  it.each([
    ["iam:PassRole", completions],
    ["s3:GetObject", "arn:aws:s3:::payroll/2026.csv"],
    ["dynamodb:GetItem", `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/payroll`],
    ["lambda:UpdateFunctionCode", `arn:aws:lambda:us-east-1:${ACCOUNT}:function:darkroom-production-IngestFunction`],
    ["ec2:RunInstances", "*"],
  ])("does not allow %s on %s", (action, resource) => expect(decided(action, resource)).toBe("not allowed"))
})

describe("a deployer with both policies", () => {
  const policies = [document("deployer-policy.json"), document("deployer-boundary.json")]
  const role = `arn:aws:iam::${ACCOUNT}:role/darkroom-production-IngestRole-abcdefgh`
  const withBoundary = (boundary?: string) => (boundary === undefined ? {} : { "iam:PermissionsBoundary": boundary })
  const decided = (action: string, resource = role, context: Record<string, string> = {}) =>
    decide(policies, { action, resource, context })

  it.each(["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy"])(
    "may %s with the boundary alone",
    (action) => {
      expect(decided(action, role, withBoundary(BOUNDARY))).toBe("allowed")
      expect(decided(action)).toBe("denied")
      expect(decided(action, role, withBoundary("arn:aws:iam::aws:policy/AdministratorAccess"))).toBe("denied")
      expect(decided(action, role, withBoundary(`${BOUNDARY}2`))).toBe("denied")
    },
  )

  it("may attach the functions' managed policies to a role with the boundary alone", () => {
    const context = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess" }
    expect(decided("iam:AttachRolePolicy", role, { ...context, ...withBoundary(BOUNDARY) })).toBe("allowed")
    expect(decided("iam:AttachRolePolicy", role, context)).toBe("denied")
  })

  it("may not take the boundary away, or change it", () => {
    expect(decided("iam:DeleteRolePermissionsBoundary", role, withBoundary(BOUNDARY))).toBe("denied")
    for (const policy of ["DarkroomBoundary", "DarkroomDeployer", "DarkroomDeployerBoundary"])
      expect(decided("iam:CreatePolicyVersion", `arn:aws:iam::${ACCOUNT}:policy/${policy}`)).toBe("denied")
  })

  it("may do the rest as before", () => {
    expect(decided("iam:DeleteRole")).toBe("allowed")
    expect(decided("lambda:CreateFunction", `arn:aws:lambda:us-east-1:${ACCOUNT}:function:darkroom-a`)).toBe("allowed")
  })

  it("may create any role of a stage without the second policy", () => {
    expect(decide(policies.slice(0, 1), { action: "iam:CreateRole", resource: role })).toBe("allowed")
  })
})

it.each(["permissions-boundary.json", "deployer-boundary.json"])(
  "%s fits into a managed policy: 6,144 characters without white space",
  (file) => expect(document(file).size).toBeLessThanOrEqual(6_144),
)
