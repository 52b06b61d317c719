import type { Context } from "oidc-provider"
import { escaped, htmlPage, pageHeaders } from "./html.ts"

const NOTE = `<p class="note">This page stands in for the user pool's managed login while the app runs offline. On AWS, Amazon Cognito asks for an account and a password here.</p>`

export interface LoginPage {
  readonly poolName: string
  /** Of the pool. */
  readonly groups: readonly string[]
  /** Names that have logged in before. */
  readonly recent: readonly string[]
  /** What the field says at first. */
  readonly name: string
  /** Why the name was not taken. */
  readonly problem?: string
}

/** Asks for a name, and for nothing else. */
export function loginPage({ poolName, groups, recent, name, problem }: LoginPage): string {
  const wrong = problem ? `<p class="wrong" id="problem" role="alert">${escaped(problem)}</p>` : ""
  const described = problem ? `aria-describedby="problem" aria-invalid="true"` : ""
  return htmlPage(
    `Log in to ${poolName}`,
    `<p>Any name logs you in. There is no password, and each name is somebody of its own.</p>
${groupNote(groups)}
<form method="post">
<label for="name">Name</label>
<input id="name" name="name" value="${escaped(name)}" required maxlength="64" autocomplete="username" spellcheck="false" autofocus ${described}>
${wrong}
<button class="main">Log in</button>
</form>
${recentNames(recent)}
${NOTE}`,
  )
}

function groupNote(groups: readonly string[]): string {
  if (groups.length === 0) return ""
  const names = new Intl.ListFormat("en").format(groups.map((group) => `<b>${escaped(group)}</b>`))
  return `<p>A name that begins with the name of a group belongs to it: ${names}.</p>`
}

function recentNames(names: readonly string[]): string {
  if (names.length === 0) return ""
  const buttons = names.map(
    (name) => `<li><button name="name" value="${escaped(name)}">Log in as ${escaped(name)}</button></li>`,
  )
  return `<h2 id="recent">Recent names</h2>
<form method="post" aria-labelledby="recent">
<ul>
${buttons.join("\n")}
</ul>
</form>`
}

/** Says what went wrong, to a person. */
export function errorPageHtml(message: string): string {
  return htmlPage("This did not work", `<p>${escaped(message)}</p>\n${NOTE}`)
}

/** Answers a request that went wrong. */
export function errorPage(context: Context, message: string): void {
  show(context, errorPageHtml(message))
}

/** Asks whether somebody really wants to log out, since any page can lead here. */
export function logOutPage(context: Context, form: string): void {
  const content = `<p>You will have to say your name to get in again.</p>
${form}
<button class="main" form="op.logoutForm" name="logout" value="yes">Log out</button>
<button form="op.logoutForm">Stay logged in</button>
${NOTE}`
  show(context, htmlPage("Log out?", content), context.oidc.session.state?.postLogoutRedirectUri)
}

/** Where there is nowhere to go after it. */
export function loggedOutPage(context: Context): void {
  show(context, htmlPage("You are logged out", NOTE))
}

function show(context: Context, html: string, leadsTo?: string): void {
  context.set(pageHeaders(leadsTo))
  context.body = html
}
