/** Does nothing but say when each message reached it: `<id> <microseconds since the epoch>`. */
export async function handler(batch: { Records: { body: string }[] }): Promise<{ batchItemFailures: [] }> {
  const now = Math.round((performance.timeOrigin + performance.now()) * 1000)
  for (const { body } of batch.Records) {
    const { detail } = JSON.parse(body) as { detail: { id: string } }
    console.log(`${detail.id} ${now}`)
  }
  return { batchItemFailures: [] }
}
