import { type ComponentType, use } from "react"
import { afterFirstLook } from "../first-look.ts"
import { loadedFrom } from "../not-loaded.ts"

export interface LazyPartOptions {
  /** Loads it after the first look already, so that it is there at once when it is wanted. Default false. */
  readonly ahead?: boolean
}

const failed = new Set<() => void>()

/** A component in a file of its own, loaded when it is first drawn. Suspends until then, and throws where it does not come. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { ahead = false }: LazyPartOptions = {},
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  let loading: Promise<ComponentType<Props>> | undefined
  const forget = () => (loading = undefined)
  function start(): Promise<ComponentType<Props>> {
    const started = loadedFrom(load)
    started.catch(() => failed.add(forget))
    return started
  }
  // Where that does not work it is loaded when it is wanted.
  if (ahead)
    void afterFirstLook.then(load).then(
      (part) => (loaded = part),
      () => undefined,
    )
  return function LazyPart(props: Props) {
    // Without suspending where it is there: what has suspended is drawn a third of a second late.
    const Part = loaded ?? use((loading ??= start()))
    return <Part {...props} />
  }
}

/** Parts that did not come are tried again when they are drawn next; of itself none is, or drawing would never end. */
export function forgetFailedParts(): void {
  for (const forget of failed) forget()
  failed.clear()
}
