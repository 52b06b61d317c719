/**
 * ARN of the managed policy that limits every role of the stage, from DARKROOM_PERMISSIONS_BOUNDARY; undefined without it. Throws for
 * another text. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function permissionsBoundary(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const arn = environment["DARKROOM_PERMISSIONS_BOUNDARY"]?.trim()
  if (!arn) return undefined
  if (/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(arn)) return arn
  throw new Error(
    `DARKROOM_PERMISSIONS_BOUNDARY is "${arn}"; it must be the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/DarkroomBoundary`,
  )
}
