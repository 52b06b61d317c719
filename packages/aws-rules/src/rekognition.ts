import { rolesOf } from "./policies.ts"
import { functionsOf, mappingsOf, queuesOf, type Resources, withArn } from "./resources.ts"

/**
 * A queue whose reader calls Rekognition has a maximum concurrency: Rekognition's default quotas are a few calls a second in most Regions.
 * https://docs.aws.amazon.com/general/latest/gr/rekognition.html
 */
export function recognitionConcurrency(resources: Resources): string[] {
  const calling = rolesOf(resources).filter(({ inline }) =>
    inline.some(({ statements }) =>
      statements.some(({ actions }) => actions.some((action) => action.startsWith("rekognition:"))),
    ),
  )
  return mappingsOf(resources).flatMap(({ state }) => {
    const reader = withArn(functionsOf(resources), state.functionName)
    const isCalling = calling.some(({ arn }) => arn === reader?.state.role)
    if (!isCalling || state.scalingConfig?.maximumConcurrency !== undefined) return []
    const queue = withArn(queuesOf(resources), state.eventSourceArn)?.name ?? state.eventSourceArn
    return [`${queue}: ${reader?.name} calls Rekognition, and has no maximum concurrency`]
  })
}
