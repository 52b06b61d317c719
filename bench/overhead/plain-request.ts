import http from "node:http"

const agent = new http.Agent({ keepAlive: true })

/** One request by Node's own client, its answer read to the end. */
export function plainRequest(url: string, method: "GET" | "PUT", body?: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-length": body.length }
    const request = http.request(url, { method, agent, headers }, (response) => {
      let bytes = 0
      response.on("data", (chunk: Buffer) => (bytes += chunk.length)).on("end", () => resolve(bytes))
    })
    request.once("error", reject).end(body)
  })
}
