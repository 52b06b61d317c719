import { type Clock, SECOND } from "../clock.ts"

/** So many owners at the most; the one asked for first makes room. */
const MOST = 100

/** Gives an owner the same answer for some seconds, so that pages that ask again and again cost nothing. */
export function rememberBriefly<Answer>(
  clock: Clock,
  seconds: number,
  ask: (owner: string) => Promise<Answer>,
): (owner: string) => Promise<Answer> {
  const answers = new Map<string, { until: number; answer: Promise<Answer> }>()
  return (owner) => {
    const known = answers.get(owner)
    if (known && clock.now() < known.until) return known.answer
    const answer = ask(owner)
    answers.delete(owner)
    answers.set(owner, { until: clock.now() + seconds * SECOND, answer })
    if (answers.size > MOST) answers.delete(answers.keys().next().value as string)
    // An error is nothing to remember.
    answer.catch(() => answers.delete(owner))
    return answer
  }
}
