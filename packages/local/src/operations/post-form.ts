import { signText } from "../aws/sigv4/signature.ts"
import { REGION } from "../engine.ts"
import type { Clients } from "./clients.ts"

/** Posts up to ten bytes as a browser does, by a policy that the owner signed. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
export function postForm({ engine, clock }: Clients, target: { Bucket: string; Key: string }, content: string) {
  const date = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, "")
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`
  const signed = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `local/${scope}`,
    "X-Amz-Date": date,
    key: target.Key,
  }
  const conditions = [signed, { bucket: target.Bucket }, ["content-length-range", 0, 10]]
  const expiration = new Date(clock.now() + 60_000).toISOString()
  const Policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64")
  const form = new FormData()
  const fields = { ...signed, Policy, "X-Amz-Signature": signText(Policy, scope, "local") }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append("file", new Blob([content]), "form.txt")
  return fetch(`${engine.url}/${target.Bucket}`, { method: "POST", body: form })
}
