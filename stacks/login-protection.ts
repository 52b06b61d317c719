/** What protects the login beyond a password, where the environment of the deployment asks for it. */
export interface LoginProtection {
  /** Whether everybody needs a second factor, a TOTP app, or whoever has set one up. */
  readonly mfa: "on" | "optional"
  /** Cognito's threat protection, of the feature plan Plus. */
  readonly threats: "off" | "audit" | "enforced"
  /** A web ACL of AWS WAF in front of the login's pages and Cognito's API. */
  readonly firewall: boolean
}

/** Reads DARKROOM_MFA, DARKROOM_THREAT_PROTECTION and DARKROOM_LOGIN_WAF. Throws for a value that there is not. What costs money is off. */
export function loginProtection(environment: Readonly<Record<string, string | undefined>>): LoginProtection {
  return {
    mfa: choice(environment, "DARKROOM_MFA", ["optional", "required"]) === "required" ? "on" : "optional",
    threats: choice(environment, "DARKROOM_THREAT_PROTECTION", ["off", "audit", "enforced"]),
    firewall: choice(environment, "DARKROOM_LOGIN_WAF", ["off", "on"]) === "on",
  }
}

/** The first choice is the default. */
function choice<Choice extends string>(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = environment[name]?.trim() || choices[0]
  const found = choices.find((known) => known === value)
  if (found === undefined) throw new Error(`${name} is "${value}"; it can be ${choices.join(", ")}`)
  return found
}
