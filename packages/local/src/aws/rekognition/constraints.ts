import { invalidMembers, wrongType } from "./errors.ts"

/** What is wrong with a member, in AWS's words; nothing for one that is absent. Throws SerializationException. */
export type Constraint = (value: unknown, path: string) => readonly string[]

interface Range {
  readonly min?: number
  readonly max?: number
}

/** Throws ValidationException for an input that is not as the service's model says. */
export function validate(input: unknown, constraint: Constraint): void {
  const problems = constraint(input, "")
  if (problems.length > 0) throw invalidMembers(problems)
}

export function structure(members: Readonly<Record<string, Constraint>>, ...required: readonly string[]): Constraint {
  return (value, path) => {
    if (isAbsent(value)) return []
    if (typeof value !== "object" || Array.isArray(value)) throw wrongType(path, "structure")
    const given = value as Readonly<Record<string, unknown>>
    return Object.entries(members).flatMap(([name, constraint]) => {
      const at = join(path, lowerFirst(name))
      if (!isAbsent(given[name])) return constraint(given[name], at)
      return required.includes(name) ? [failed(null, at, "Member must not be null")] : []
    })
  }
}

export function list(member: Constraint, { max = Infinity }: Range = {}): Constraint {
  return (value, path) => {
    if (!Array.isArray(value)) throw wrongType(path, "list")
    if (value.length > max) return [failed("[...]", path, `Member must have length less than or equal to ${max}`)]
    return value.flatMap((item, index) => member(item, `${path}.${index + 1}.member`))
  }
}

export function number({ min = -Infinity, max = Infinity }: Range = {}): Constraint {
  return (value, path) => {
    if (typeof value !== "number") throw wrongType(path, "number")
    if (value < min) return [failed(value, path, `Member must have value greater than or equal to ${min}`)]
    return value > max ? [failed(value, path, `Member must have value less than or equal to ${max}`)] : []
  }
}

export function integer(range: Range): Constraint {
  const inRange = number(range)
  return (value, path) => {
    if (!Number.isInteger(value)) throw wrongType(path, "integer")
    return inRange(value, path)
  }
}

export function text({ min = 0, max = Infinity, pattern = /^/ }: Range & { readonly pattern?: RegExp }): Constraint {
  return (value, path) => {
    if (typeof value !== "string") throw wrongType(path, "string")
    const outside = lengthProblem(value.length, min, max)
    if (outside !== undefined) return [failed(value, path, outside)]
    if (pattern.test(value)) return []
    return [failed(value, path, `Member must satisfy regular expression pattern: ${pattern.source}`)]
  }
}

export function oneOf(values: readonly string[]): Constraint {
  return (value, path) => {
    if (typeof value !== "string") throw wrongType(path, "string")
    if (values.includes(value)) return []
    return [failed(value, path, `Member must satisfy enum value set: [${values.join(", ")}]`)]
  }
}

/** Base64 of so many bytes. AWS does not repeat the bytes in its message either. */
export function bytes({ min = 0, max = Infinity }: Range): Constraint {
  return (value, path) => {
    if (typeof value !== "string") throw wrongType(path, "blob")
    const problem = lengthProblem(Buffer.byteLength(value, "base64"), min, max)
    return problem === undefined ? [] : [`Value at '${path}' failed to satisfy constraint: ${problem}`]
  }
}

function lengthProblem(length: number, min: number, max: number): string | undefined {
  if (length < min) return `Member must have length greater than or equal to ${min}`
  return length > max ? `Member must have length less than or equal to ${max}` : undefined
}

const isAbsent = (value: unknown) => value === undefined || value === null

const failed = (value: unknown, path: string, constraint: string) =>
  `Value ${value === null ? "null" : `'${String(value)}'`} at '${path}' failed to satisfy constraint: ${constraint}`

const join = (path: string, name: string) => (path === "" ? name : `${path}.${name}`)

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
