import { describe, expect, it } from "vitest"
import { InvalidSchedule } from "./errors.ts"
import { isOneTime, parseSchedule, type ScheduleOptions } from "./parse-schedule.ts"

/** The next occurrences in ISO 8601, to the minute. */
function occurrences(expression: string, from: string, count: number, options?: ScheduleOptions): string[] {
  const schedule = parseSchedule(expression, options)
  const found: string[] = []
  let after: number | undefined = Date.parse(from)
  while (found.length < count && (after = schedule.next(after)) !== undefined)
    found.push(new Date(after).toISOString().slice(0, 16))
  return found
}

describe("rate", () => {
  const anchor = Date.UTC(2026, 0, 1)

  it.each([
    ["rate(1 minute)", "2026-01-01T00:01"],
    ["rate(5 minutes)", "2026-01-01T00:05"],
    ["rate(1 hour)", "2026-01-01T01:00"],
    ["rate(12 hours)", "2026-01-01T12:00"],
    ["rate(1 day)", "2026-01-02T00:00"],
    ["rate(5 days)", "2026-01-06T00:00"],
  ])("%s", (expression, next) => {
    expect(occurrences(expression, "2026-01-01T00:00Z", 1, { anchor })).toEqual([next])
  })

  it("is counted from its anchor, which is the first occurrence", () => {
    const options = { anchor: anchor + 90_000 }
    const schedule = parseSchedule("rate(2 minutes)", options)
    expect(schedule.next(0)).toBe(options.anchor)
    expect(schedule.next(options.anchor - 1)).toBe(options.anchor)
    expect(schedule.next(options.anchor)).toBe(options.anchor + 120_000)
    expect(schedule.next(options.anchor + 119_999)).toBe(options.anchor + 120_000)
    expect(schedule.next(options.anchor + 120_000)).toBe(options.anchor + 240_000)
  })

  it("takes a day for 24 hours where the clock is set", () => {
    const options = { anchor: Date.parse("2026-03-07T12:00Z"), timezone: "America/New_York" }
    expect(occurrences("rate(1 day)", "2026-03-07T12:00Z", 2, options)).toEqual([
      "2026-03-08T12:00",
      "2026-03-09T12:00",
    ])
  })

  it.each([
    ["rate(1 minutes)", "after 1 the unit must be minute"],
    ["rate(5 minute)", "after 5 the unit must be minutes"],
    ["rate(1 days)", "after 1 the unit must be day"],
    ["rate(0 minutes)", "greater than 0"],
    ["rate(-5 minutes)", "positive whole number"],
    ["rate(1.5 hours)", "positive whole number"],
    ["rate(10 seconds)", "minute(s), hour(s) or day(s)"],
    ["rate(2 weeks)", "minute(s), hour(s) or day(s)"],
    ["rate(5minutes)", "positive whole number"],
    ["rate()", "positive whole number"],
  ])("refuses %s", (expression, reason) => {
    expect(() => parseSchedule(expression)).toThrow(reason)
  })
})

describe("at", () => {
  it("occurs once", () => {
    expect(occurrences("at(2026-07-31T09:00:00)", "2026-01-01", 5)).toEqual(["2026-07-31T09:00"])
    expect(parseSchedule("at(2026-07-31T09:00:00)").next(Date.UTC(2026, 6, 31, 9))).toBeUndefined()
  })

  it("is told by the clock of its time zone", () => {
    const timezone = "America/New_York"
    expect(occurrences("at(2026-07-31T09:00:00)", "2026-01-01", 1, { timezone })).toEqual(["2026-07-31T13:00"])
    expect(occurrences("at(2026-12-31T09:00:00)", "2026-01-01", 1, { timezone })).toEqual(["2026-12-31T14:00"])
    // 01:30 is there twice that day.
    expect(occurrences("at(2026-11-01T01:30:00)", "2026-01-01", 2, { timezone })).toEqual(["2026-11-01T05:30"])
  })

  it.each([
    ["at(2026-02-30T00:00:00)", "no such time"],
    ["at(2026-01-01T24:00:00)", "no such time"],
    ["at(2026-13-01T00:00:00)", "no such time"],
    ["at(2026-01-01T00:00:00Z)", "yyyy-mm-ddThh:mm:ss"],
    ["at(2026-01-01T00:00)", "yyyy-mm-ddThh:mm:ss"],
    ["at(2026-01-01)", "yyyy-mm-ddThh:mm:ss"],
  ])("refuses %s", (expression, reason) => {
    expect(() => parseSchedule(expression)).toThrow(reason)
  })

  it("refuses a time that the clock leaves out", () => {
    expect(() => parseSchedule("at(2026-03-08T02:30:00)", { timezone: "America/New_York" })).toThrow("set forward")
  })
})

describe("cron", () => {
  // Each for 2026, which begins on a Thursday.
  it.each([
    ["cron(0 10 * * ? *)", ["2026-01-01T10:00", "2026-01-02T10:00"]],
    ["cron(15 12 * * ? *)", ["2026-01-01T12:15", "2026-01-02T12:15"]],
    ["cron(0 18 ? * MON-FRI *)", ["2026-01-01T18:00", "2026-01-02T18:00", "2026-01-05T18:00"]],
    ["cron(0 8 1 * ? *)", ["2026-01-01T08:00", "2026-02-01T08:00"]],
    ["cron(0/15 * * * ? *)", ["2026-01-01T00:15", "2026-01-01T00:30"]],
    ["cron(0/10 * ? * MON-FRI *)", ["2026-01-01T00:10", "2026-01-01T00:20"]],
    ["cron(0/5 8-17 ? * MON-FRI *)", ["2026-01-01T08:00", "2026-01-01T08:05"]],
    ["cron(0/30 20-2 ? * MON-FRI *)", undefined],
    ["cron(15 10 ? * 6L 2022-2026)", ["2026-01-30T10:15", "2026-02-27T10:15"]],
    ["cron(0 9 ? * 2#1 *)", ["2026-01-05T09:00", "2026-02-02T09:00"]],
    ["cron(0 9 ? * 3#2 *)", ["2026-01-13T09:00", "2026-02-10T09:00"]],
    ["cron(0 9 ? * TUE#2 *)", ["2026-01-13T09:00", "2026-02-10T09:00"]],
    ["cron(0 9 ? * 5#5 *)", ["2026-01-29T09:00", "2026-04-30T09:00"]],
    ["cron(0 9 ? * FRIL *)", ["2026-01-30T09:00", "2026-02-27T09:00"]],
    ["cron(0 9 ? * L *)", ["2026-01-03T09:00", "2026-01-10T09:00"]],
    ["cron(0 9 ? * 1 *)", ["2026-01-04T09:00", "2026-01-11T09:00"]],
    ["cron(0 9 ? * 7 *)", ["2026-01-03T09:00", "2026-01-10T09:00"]],
    ["cron(0 9 ? * SUN,wed *)", ["2026-01-04T09:00", "2026-01-07T09:00"]],
    ["cron(0 9 ? * SUN-SAT *)", ["2026-01-01T09:00", "2026-01-02T09:00"]],
    ["cron(0 0 L * ? *)", ["2026-01-31T00:00", "2026-02-28T00:00", "2026-03-31T00:00"]],
    ["cron(0 0 LW * ? *)", ["2026-01-30T00:00", "2026-02-27T00:00", "2026-03-31T00:00"]],
    // The third of January is a Saturday, that of May a Sunday, that of February a Tuesday.
    ["cron(0 0 3W 1,2,5 ? *)", ["2026-01-02T00:00", "2026-02-03T00:00", "2026-05-04T00:00"]],
    // The first is a Sunday in February, a Saturday in August: never in another month.
    ["cron(0 0 1W 2,8 ? *)", ["2026-02-02T00:00", "2026-08-03T00:00"]],
    ["cron(0 0 31W 1,5,6,10 ? *)", ["2026-01-30T00:00", "2026-05-29T00:00", "2026-10-30T00:00"]],
    ["cron(0 0 1 JAN-MAR/2 ? *)", ["2026-03-01T00:00", "2027-01-01T00:00"]],
    ["cron(0 0 1 FEB,dec ? *)", ["2026-02-01T00:00", "2026-12-01T00:00"]],
    ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["cron(1/10 0 1 1 ? *)", ["2026-01-01T00:01", "2026-01-01T00:11"]],
    ["cron(10-40/15 0 * * ? *)", ["2026-01-01T00:10", "2026-01-01T00:25", "2026-01-01T00:40", "2026-01-02T00:10"]],
    ["cron(1-31/30 1-1 ? * 1,7 *)", ["2026-01-03T01:01", "2026-01-03T01:31"]],
    ["cron(0 0 1 1 ? 2027,2030)", ["2027-01-01T00:00", "2030-01-01T00:00"]],
    ["cron(0 0 1 1 ? 2027/5)", ["2027-01-01T00:00", "2032-01-01T00:00"]],
  ])("%s", (expression, expected) => {
    if (expected === undefined) expect(() => parseSchedule(expression)).toThrow("ends before it begins")
    else expect(occurrences(expression, "2026-01-01T00:00Z", expected.length)).toEqual(expected)
  })

  it("is strictly later, to the millisecond", () => {
    const schedule = parseSchedule("cron(0 10 * * ? *)")
    const ten = Date.UTC(2026, 0, 1, 10)
    expect(schedule.next(ten - 1)).toBe(ten)
    expect(schedule.next(ten)).toBe(ten + 86_400_000)
  })

  it("ends with its years, and never begins where there is no such day", () => {
    expect(occurrences("cron(0 0 1 1 ? 2020-2025)", "2026-01-01", 1)).toEqual([])
    expect(occurrences("cron(0 0 31 2 ? *)", "2026-01-01", 1)).toEqual([])
    expect(occurrences("cron(0 0 1 1 ? *)", "2198-06-01", 3)).toEqual(["2199-01-01T00:00"])
  })

  it.each([
    ["cron(0 10 * * *)", "six fields, this one has 5"],
    ["cron(0 0 10 * * ? *)", "six fields, this one has 7"],
    ["cron()", "six fields, this one has 0"],
    ["cron(0 10 * * * *)", "must be ?, and only one"],
    ["cron(0 10 1 * 2 *)", "must be ?, and only one"],
    ["cron(0 10 ? * ? *)", "must be ?, and only one"],
    ["cron(? 10 * * ? *)", 'minutes cannot be "?"'],
    ["cron(60 10 * * ? *)", "minutes is from 0 to 59, not 60"],
    ["cron(0 24 * * ? *)", "hours is from 0 to 23, not 24"],
    ["cron(0 0 0 * ? *)", "day-of-month is from 1 to 31, not 0"],
    ["cron(0 0 32 * ? *)", "day-of-month is from 1 to 31, not 32"],
    ["cron(0 0 1 13 ? *)", "month is from 1 to 12, not 13"],
    ["cron(0 0 1 JANUARY ? *)", 'month cannot be "JANUARY"'],
    ["cron(0 0 ? * 0 *)", "day-of-week is from 1 to 7, not 0"],
    ["cron(0 0 ? * 8 *)", "day-of-week is from 1 to 7, not 8"],
    ["cron(0 0 ? * FRI-MON *)", "ends before it begins"],
    ["cron(0 0 ? * 3#6 *)", 'day-of-week cannot be "3#6"'],
    ["cron(0 0 ? * 3#1,6#3 *)", 'day-of-week cannot be "3#1"'],
    ["cron(0 0 ? * 2/2 *)", "day-of-week takes no increments"],
    ["cron(0 0 ? * 2,6L *)", 'day-of-week cannot be "6L"'],
    ["cron(0 0 L-3 * ? *)", 'day-of-month cannot be "L"'],
    ["cron(0 0 1,15W * ? *)", 'day-of-month cannot be "15W"'],
    ["cron(0 0 32W * ? *)", "day-of-month is from 1 to 31, not 32"],
    ["cron(0 0 W * ? *)", 'day-of-month cannot be "W"'],
    ["cron(0/0 * * * ? *)", "increment that is not from 1 to 59"],
    ["cron(0/90 * * * ? *)", "increment that is not from 1 to 59"],
    ["cron(/5 * * * ? *)", 'minutes cannot be "/5"'],
    ["cron(1,,2 * * * ? *)", 'minutes cannot be ""'],
    ["cron(*-5 * * * ? *)", 'minutes cannot be "*-5"'],
    ["cron(0 0 1 1 ? 1969)", "year is from 1970 to 2199, not 1969"],
    ["cron(0 0 1 1 ? 2200)", "year is from 1970 to 2199, not 2200"],
  ])("refuses %s", (expression, reason) => {
    expect(() => parseSchedule(expression)).toThrow(reason)
  })
})

describe("a cron in a time zone", () => {
  const timezone = "America/New_York"

  it("keeps the hour on the wall through the year", () => {
    const expected = ["2026-03-07T14:00", "2026-03-08T13:00"]
    expect(occurrences("cron(0 9 * * ? *)", "2026-03-07T12:00Z", 2, { timezone })).toEqual(expected)
  })

  it("skips what the clock is set forward over", () => {
    const expected = ["2026-03-07T07:30", "2026-03-09T06:30"]
    expect(occurrences("cron(30 2 * * ? *)", "2026-03-07T00:00Z", 2, { timezone })).toEqual(expected)
    // From 01:45 to 03:00, which follows at once.
    const quarters = ["2026-03-08T06:45", "2026-03-08T07:00"]
    expect(occurrences("cron(0/15 * * * ? *)", "2026-03-08T06:30Z", 2, { timezone })).toEqual(quarters)
    expect(occurrences("cron(30 2 8 3 ? 2026)", "2026-01-01", 1, { timezone })).toEqual([])
  })

  it("runs once what is there twice when the clock is set back", () => {
    const expected = ["2026-11-01T05:30", "2026-11-02T06:30"]
    expect(occurrences("cron(30 1 * * ? *)", "2026-11-01T00:00Z", 2, { timezone })).toEqual(expected)
    // The hour from 06:00 UTC on is the second one from 01:00 on.
    const halves = ["2026-11-01T05:30", "2026-11-01T07:00"]
    expect(occurrences("cron(0/30 * * * ? *)", "2026-11-01T05:00Z", 2, { timezone })).toEqual(halves)
    expect(occurrences("cron(0/30 * * * ? *)", "2026-11-01T06:10Z", 1, { timezone })).toEqual(["2026-11-01T07:00"])
  })

  it("knows zones of half hours and of the other hemisphere", () => {
    const expected = ["2026-04-03T15:45", "2026-04-04T16:15"]
    const options = { timezone: "Australia/Lord_Howe" }
    expect(occurrences("cron(45 2 * * ? *)", "2026-04-03T00:00Z", 2, options)).toEqual(expected)
  })

  it.each(["Mars/Olympus", "+02:00", ""])("refuses the time zone '%s'", (unknown) => {
    expect(() => parseSchedule("cron(0 9 * * ? *)", { timezone: unknown })).toThrow("is not known")
  })
})

it("names what is not valid and why", () => {
  const parse = () => parseSchedule("every(1 day)")
  expect(parse).toThrow(InvalidSchedule)
  expect(parse).toThrow(
    'The schedule expression "every(1 day)" is not valid: it must be rate(...), cron(...) or at(...)',
  )
})

it("tells once from again and again", () => {
  expect(["at(2026-01-01T00:00:00)", "rate(1 day)", "cron(0 0 1 1 ? 2026)"].map(isOneTime)).toEqual([
    true,
    false,
    false,
  ])
})
