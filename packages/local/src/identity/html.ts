import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

const STYLE = readFileSync(new URL("page.css", import.meta.url), "utf8")
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64")

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** A text as it may stand in HTML, in attributes too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
}

/** A page that runs nothing and loads nothing. */
export function htmlPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>
`
}

/** Headers of such a page. Where a form's answer leads on to another origin, browsers want that in the policy as well. */
export function pageHeaders(leadsTo?: string): Record<string, string> {
  const origin = URL.parse(leadsTo ?? "")?.origin
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      `form-action 'self'${origin && origin !== "null" ? ` ${origin}` : ""}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  }
}
