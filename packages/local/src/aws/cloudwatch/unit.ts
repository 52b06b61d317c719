const sizes = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"] as const
const bits = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"] as const
const amounts = [...sizes, ...bits, "Count"] as const
const others = ["Seconds", "Microseconds", "Milliseconds", "Percent", "None"] as const

type Amount = (typeof amounts)[number]

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type StandardUnit = Amount | `${Amount}/Second` | (typeof others)[number]

export const UNITS: readonly string[] = [...others, ...amounts, ...amounts.map((amount) => `${amount}/Second`)]

export const NO_UNIT: StandardUnit = "None"
