import { type AttributeValue, compareNumbers, type Item, valueAt } from "./dynalite.ts"

/** A condition or filter, parsed: names and values are in it already. */
export interface Expression {
  readonly type: string
  /** Of a function. */
  readonly name?: string
  readonly args: readonly Operand[]
}

type Path = readonly (string | number)[]
type Operand = Path | AttributeValue | Expression
type Test = (values: readonly (AttributeValue | undefined)[]) => boolean

/** Whether an item is as the expression says. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
export function matches({ type, name, args }: Expression, item: Item): boolean {
  const parts = args as readonly Expression[]
  if (type === "and") return parts.every((part) => matches(part, item))
  if (type === "or") return parts.some((part) => matches(part, item))
  if (type === "not") return parts.every((part) => !matches(part, item))
  const test = TESTS[type === "function" ? (name ?? "") : type]
  if (test === undefined) throw new Error(`The expression has an unknown part: ${name ?? type}`)
  return test(args.map((arg) => valueOf(arg, item)))
}

const TESTS: Readonly<Record<string, Test>> = {
  "=": ([a, b]) => equal(a, b),
  "<>": ([a, b]) => !equal(a, b),
  "<": ([a, b]) => inOrder(a, b, (order) => order < 0),
  "<=": ([a, b]) => inOrder(a, b, (order) => order <= 0),
  ">": ([a, b]) => inOrder(a, b, (order) => order > 0),
  ">=": ([a, b]) => inOrder(a, b, (order) => order >= 0),
  between: ([a, low, high]) => inOrder(a, low, (order) => order >= 0) && inOrder(a, high, (order) => order <= 0),
  in: ([a, ...others]) => others.some((other) => equal(a, other)),
  attribute_exists: ([a]) => a !== undefined,
  attribute_not_exists: ([a]) => a === undefined,
  attribute_type: ([a, type]) => a !== undefined && type !== undefined && typeOf(a) === type["S"],
  begins_with: ([a, start]) => bothBytes(a, start, (bytes, first) => bytes.subarray(0, first.length).equals(first)),
  contains: ([a, part]) => contains(a, part),
}

function valueOf(operand: Operand, item: Item): AttributeValue | undefined {
  if (Array.isArray(operand)) return valueAt(operand as Path, item)
  const { type, args } = operand as Expression
  if (type !== "function") return operand as AttributeValue
  const [argument] = args
  return sizeOf(argument === undefined ? undefined : valueOf(argument, item))
}

/** The `size` function: what has no size is as if it were not there. */
function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined
  const content = value[typeOf(value)]
  if (typeOf(value) === "B") return { N: String(bytesOf(value).length) }
  if (typeOf(value) === "M") return { N: String(Object.keys(content as object).length) }
  return typeOf(value) === "S" || Array.isArray(content) ? { N: String((content as string).length) } : undefined
}

function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? ""
}

/** Numbers are normalised when they come in, so that equal ones are written alike. */
function equal(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined || typeOf(a) !== typeOf(b)) return false
  return same(a[typeOf(a)], b[typeOf(b)], typeOf(a))
}

function same(a: unknown, b: unknown, type: string): boolean {
  if (type === "L") return sameLists(a as AttributeValue[], b as AttributeValue[])
  if (type === "M") return sameMaps(a as Item, b as Item)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((element) => b.includes(element))
  return a === b
}

function sameLists(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return a.length === b.length && a.every((element, place) => equal(element, b[place]))
}

function sameMaps(a: Item, b: Item): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => equal(a[name], b[name]))
}

function inOrder(a: AttributeValue | undefined, b: AttributeValue | undefined, test: (order: number) => boolean) {
  if (a?.["N"] !== undefined && b?.["N"] !== undefined) return test(compareNumbers(a, b))
  return bothBytes(a, b, (left, right) => test(Buffer.compare(left, right)))
}

function bothBytes(
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
  test: (left: Buffer, right: Buffer) => boolean,
): boolean {
  if (a === undefined || b === undefined || typeOf(a) !== typeOf(b)) return false
  return (typeOf(a) === "S" || typeOf(a) === "B") && test(bytesOf(a), bytesOf(b))
}

/** DynamoDB compares texts by their UTF-8 bytes. */
function bytesOf(value: AttributeValue): Buffer {
  const type = typeOf(value)
  return Buffer.from(String(value[type]), type === "B" ? "base64" : "utf8")
}

function contains(a: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (a === undefined || part === undefined) return false
  const content = a[typeOf(a)]
  if (typeOf(a) === "L") return (content as AttributeValue[]).some((element) => equal(element, part))
  if (typeOf(a) === `${typeOf(part)}S`) return (content as unknown[]).includes(part[typeOf(part)])
  return bothBytes(a, part, (bytes, piece) => bytes.includes(piece))
}
