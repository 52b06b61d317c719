import { InvalidArgumentError } from "commander"

/** Reads an option's number. Throws InvalidArgumentError. */
export function positiveNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === "" || !(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError("It must be a number above 0.")
  return number
}
