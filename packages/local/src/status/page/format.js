// @ts-check

/** @param {number} time milliseconds since the epoch */
export const clockTime = (time) => new Date(time).toISOString().slice(11, 23)

/** @param {number} time milliseconds since the epoch */
export const dateTime = (time) => new Date(time).toISOString().slice(0, 19).replace("T", " ")

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`
  return span(milliseconds / 1000)
}

/**
 * In the two largest units, such as `2 h 5 min`.
 * @param {number} seconds
 */
export function span(seconds) {
  const whole = Math.round(seconds)
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ]
  if (days > 0) return `${days} d ${hours} h`
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 2 })

/** @param {number} value */
export const number = (value) => numbers.format(value)
