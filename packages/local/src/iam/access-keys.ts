import { SECRET } from "../aws/sigv4/signature.ts"
import type { SecretsOf } from "../aws/sigv4/verify.ts"
import { isByBrowser } from "../own-origin.ts"
import { type Iam, OWNER } from "./iam.ts"

/**
 * The secrets of the access keys. Everybody knows the secret `local`, pages on the web too, so a browser's request must be signed with
 * the secret that the engine gives to its functions alone: pages get URLs and forms from them.
 */
export function accessKeys(iam: Pick<Iam, "knows">, functionSecret: string): SecretsOf {
  return (accessKeyId, headers) => {
    if (!iam.knows(accessKeyId)) return undefined
    const own = accessKeyId === OWNER ? [] : [functionSecret]
    return isByBrowser(headers) ? own : [...own, SECRET]
  }
}
