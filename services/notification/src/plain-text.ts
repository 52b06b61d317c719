/** Names of files can hold anything: what no reader shows, or what turns the text around, goes. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ").trim()
}

/** Of a longer text its beginning and its end, which for a file's name is its kind; `length` characters at the most. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text)
  if (characters.length <= length) return text
  const end = 12
  return `${characters.slice(0, length - end - 3).join("")}...${characters.slice(-end).join("")}`
}

/** Less than 100 characters of ASCII. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_LENGTH = 99

/** As a subject of SNS: accents are dropped, other letters become question marks. */
export function asSubject(text: string): string {
  const ascii = clean(text)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^ -~]/gu, "?")
  return shortened(ascii, SUBJECT_LENGTH)
}
