/** Thrown when a service cannot be added under that name or with these events. */
export class ServiceRefused extends Error {
  override readonly name = "ServiceRefused"
}

/** Thrown when a service cannot be removed: others need it. */
export class StillInUse extends Error {
  override readonly name = "StillInUse"
}

/** Thrown when a service is to be removed, and nobody is there to say yes. */
export class RemovalNotConfirmed extends Error {
  override readonly name = "RemovalNotConfirmed"
  constructor(service: string) {
    super(`That removes services/${service}; say --yes, as there is no terminal to ask on`)
  }
}

/** Thrown when a program that keeps the checkout whole has failed; carries the end of what it printed. */
export class ToolFailed extends Error {
  override readonly name = "ToolFailed"
  constructor(tool: string, output: string) {
    super(`${tool} failed: ${output.trim().split("\n").slice(-5).join(" ")}`)
  }
}
