/** Whom mail of the login comes from. */
export interface LoginMail {
  /** With or without a name, such as `Darkroom <login@example.com>`. */
  readonly from: string
  /** The domain that SES has verified. */
  readonly domain: string
}

/**
 * What DARKROOM_EMAIL_FROM says; undefined where it says nothing, and Cognito then sends by itself, some 50 mails a day.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export function loginMail(from: string | undefined): LoginMail | undefined {
  if (from === undefined || from.trim() === "") return undefined
  const [, domain] = /^(?:[^<>@]+<)?[^<>@\s]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)>?$/i.exec(from.trim()) ?? []
  if (domain === undefined || from.includes("<") !== from.includes(">"))
    throw new Error(
      `DARKROOM_EMAIL_FROM is no address such as login@example.com or Darkroom <login@example.com>: ${from}`,
    )
  return { from: from.trim(), domain: domain.toLowerCase() }
}
