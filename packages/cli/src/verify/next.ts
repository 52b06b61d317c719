/** Where to look next, as commands for a stage; undefined is the engine of this machine. */
export function nextFor(stage: string | undefined) {
  const command = (text: string) => `npx darkroom ${text}${stage === undefined ? "" : ` --stage ${stage}`}`
  const status = command("status")
  const lettersOf = (service: string) => command(`dlq list --service ${service}`)
  // Logs on AWS have no command.
  const logs = (name: string) =>
    stage === undefined ? command(`logs ${name} --level warn`) : `${status}, and the logs of ${name} in CloudWatch`
  return {
    status,
    page: stage === undefined ? "npx darkroom start" : `npx sst diff --stage ${stage}`,
    signIn: "stacks/identity.ts, stacks/web-client.ts",
    api: logs("GalleryApi"),
    realtime: logs("LiveAuthorizerHandler"),
    deadLetters: command("dlq list"),
    thumbnail: lettersOf("thumbnail"),
    tagging: lettersOf("tagging"),
    catalog: lettersOf("catalog"),
    notification: lettersOf("notification"),
    logs,
    deadLetter: (id: string) => command(`dlq show ${id}`),
  }
}

export type Next = ReturnType<typeof nextFor>
