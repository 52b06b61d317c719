import type { PhotoModeration } from "@darkroom/gallery-api"

export interface ModerationNode {
  readonly name: string
  /** Per cent; null for a parent that is named by its children alone. */
  readonly confidence: number | null
  readonly children: readonly ModerationNode[]
}

/** Moderation labels under their parents, in the order in which they came. */
export function moderationTree(labels: readonly PhotoModeration[]): ModerationNode[] {
  const names = new Set(labels.map(({ name }) => name))
  const isRoot = ({ parent, name }: PhotoModeration) => parent === null || parent === name
  const childrenOf = (of: string): ModerationNode[] =>
    labels.filter((label) => label.parent === of && !isRoot(label)).map(nodeOf)
  const nodeOf = ({ name, confidence }: PhotoModeration): ModerationNode => {
    return { name, confidence, children: childrenOf(name) }
  }
  const roots = labels.flatMap((label) => {
    if (isRoot(label)) return [nodeOf(label)]
    const { parent } = label
    return parent === null || names.has(parent)
      ? []
      : [{ name: parent, confidence: null, children: childrenOf(parent) }]
  })
  return roots.filter(({ name }, index) => roots.findIndex((other) => other.name === name) === index)
}
