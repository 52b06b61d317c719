/**
 * The groups of a pool that somebody is in. Nobody can put people into groups here, so a name says it: `operators` and
 * `Operators of the night` are in the group `operators`.
 */
export function groupsOf(name: string, groups: readonly string[]): string[] {
  return groups.filter((group) => name.toLowerCase().startsWith(group.toLowerCase()))
}
