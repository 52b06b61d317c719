import { createDiffieHellmanGroup, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"

// The other side of the password check, by RFC 5054 with Cognito's group, hashes and key: what the engine does not have.

/** Cognito's group is the 3072-bit one of RFC 3526, with 2. */
const prime = toNumber(createDiffieHellmanGroup("modp15").getPrime())
const generator = 2n

type Input = Readonly<Record<string, unknown>>

export interface FakeCognito {
  readonly url: string
  /** Names of the operations, in order; those of CloudWatch Logs too. */
  readonly calls: string[]
  /** Users that are there. */
  readonly users: ReadonlyMap<string, string>
  close(): void
}

/** A user pool's API that gives `token` for the right password, and log groups without a line. */
export async function fakeCognito(poolId: string, token: string): Promise<FakeCognito> {
  const calls: string[] = []
  const users = new Map<string, string>()
  const secrets = new Map<string, ReturnType<typeof serverSecret>>()
  const operations: Readonly<Record<string, (input: Input) => object>> = {
    AdminCreateUser: ({ Username }) => ({ User: { Username } }),
    AdminSetUserPassword: ({ Username, Password }) => (users.set(String(Username), String(Password)), {}),
    AdminDeleteUser: ({ Username }) => (users.delete(String(Username)), {}),
    InitiateAuth: ({ AuthParameters }) => {
      const { USERNAME = "", SRP_A = "" } = AuthParameters as Record<string, string>
      const secret = serverSecret(poolId.split("_")[1] ?? "", USERNAME, users.get(USERNAME) ?? "", SRP_A)
      secrets.set(USERNAME, secret)
      const { SALT, SRP_B, SECRET_BLOCK } = secret
      const ChallengeParameters = { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP: USERNAME, USERNAME }
      return { ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters, Session: "session" }
    },
    RespondToAuthChallenge: ({ ChallengeResponses }) => {
      const { USERNAME = "", TIMESTAMP = "", PASSWORD_CLAIM_SIGNATURE } = ChallengeResponses as Record<string, string>
      const isRight = secrets.get(USERNAME)?.signatureAt(TIMESTAMP) === PASSWORD_CLAIM_SIGNATURE
      if (!isRight) throw new Error("Incorrect username or password.")
      return { AuthenticationResult: { AccessToken: token } }
    },
    FilterLogEvents: () => ({ events: [] }),
  }
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? ""
    calls.push(operation)
    void json(request)
      .then((input) => [200, operations[operation]!(input as Input)] as const)
      .catch((error: unknown) => [400, { __type: "NotAuthorizedException", message: String(error) }] as const)
      .then(([status, body]) => {
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, calls, users, close: () => void server.close() }
}

/** What the server knows of a sign-in; the name of the pool is what comes after the region. */
function serverSecret(pool: string, user: string, password: string, largeA: string) {
  const [salt, smallB] = [toNumber(randomBytes(16)), toNumber(randomBytes(128))]
  const secretBlock = randomBytes(64)
  const multiplier = hashOf(prime, generator)
  const identity = createHash("sha256").update(`${pool}${user}:${password}`).digest()
  const x = toNumber(createHash("sha256").update(bytesOf(salt)).update(identity).digest())
  const verifier = power(generator, x)
  const [a, b] = [BigInt(`0x${largeA}`), (multiplier * verifier + power(generator, smallB)) % prime]
  const u = hashOf(a, b)
  const shared = power(a * power(verifier, u), smallB)
  const key = hkdfSync("sha256", bytesOf(shared), bytesOf(u), "Caldera Derived Key", 16)
  return {
    SALT: salt.toString(16),
    SRP_B: b.toString(16),
    SECRET_BLOCK: secretBlock.toString("base64"),
    signatureAt: (timestamp: string) =>
      createHmac("sha256", Buffer.from(key))
        .update(`${pool}${user}`)
        .update(secretBlock)
        .update(timestamp)
        .digest("base64"),
  }
}

/** Big-endian, with a leading zero where the number would look negative. */
function bytesOf(number: bigint): Buffer {
  const text = number.toString(16)
  const even = text.length % 2 === 0 ? text : `0${text}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex")
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`)
}

function hashOf(...numbers: readonly bigint[]): bigint {
  return toNumber(
    createHash("sha256")
      .update(Buffer.concat(numbers.map(bytesOf)))
      .digest(),
  )
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % prime]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}
