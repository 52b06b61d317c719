import { AsyncLocalStorage } from "node:async_hooks"

/** A process: what it does ends when it dies. */
interface Life {
  readonly crashAfter: number
  readonly died: () => void
  calls: number
}

const lives = new AsyncLocalStorage<Life>()
const never = new Promise<never>(() => {})

/** Runs work as a process that dies when so many calls to the world have taken effect. Undefined where it died. */
export function liveFor<Result>(crashAfter: number, work: () => Promise<Result>): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const life: Life = { crashAfter, calls: 0, died: () => resolve(undefined) }
    lives.run(life, work).then(resolve, reject)
  })
}

/** The same dependencies, each asynchronous call of which may be the last of the process that makes it, and the first that a dead one does not make. */
export function mortal<Deps extends object>(deps: Deps): Deps {
  return new Proxy(deps, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== "function") return member
      return (...args: unknown[]) => {
        const life = lives.getStore()
        if (life !== undefined && life.calls >= life.crashAfter) return never
        const result: unknown = Reflect.apply(member, target, args)
        return result instanceof Promise && life !== undefined ? mortalCall(result, life) : result
      }
    },
  })
}

async function mortalCall(result: Promise<unknown>, life: Life): Promise<unknown> {
  await Promise.allSettled([result])
  if (life.calls >= life.crashAfter) return never
  if (++life.calls < life.crashAfter) return result
  life.died()
  return never
}
