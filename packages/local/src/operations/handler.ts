/** Answers the event that it gets; fails with the text of `fail` where there is one. */
export async function handler(event: { readonly fail?: string }): Promise<object> {
  console.log(`got ${JSON.stringify(event)}`)
  if (event.fail !== undefined) throw new RangeError(event.fail)
  return { answered: event }
}
