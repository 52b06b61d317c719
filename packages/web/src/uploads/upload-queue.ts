import { obey } from "./commands.ts"
import { duplicateStep } from "./duplicates.ts"
import { fileKeeper } from "./file-keeper.ts"
import { hashStep } from "./hash-step.ts"
import { networkGate } from "./network-gate.ts"
import { postStep } from "./post-step.ts"
import { signStep } from "./sign-step.ts"
import type { Command, Entry, TabMessage } from "./tabs.ts"
import type { UploadDeps } from "./upload-deps.ts"
import { newItem, restored, type UploadItem } from "./upload-item.ts"
import { uploadList, type UploadsSnapshot } from "./upload-list.ts"
import { wakeStep } from "./wake-step.ts"
import { watchStep } from "./watch-step.ts"
import type { Work } from "./work.ts"

export interface UploadQueue {
  readonly snapshot: () => UploadsSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Takes files; they go into the album when they have arrived. */
  add(files: readonly File[], options?: { readonly albumId?: string | undefined }): void
  /** Stops; a file under way starts again from its beginning when it goes on. */
  pause(clientIds?: readonly string[]): void
  resume(clientIds?: readonly string[]): void
  /** Ends, and gives the reservations back. Without ids: all that have not ended. */
  cancel(clientIds?: readonly string[]): void
  /** Without ids: all that failed and may be tried again. */
  retry(clientIds?: readonly string[]): void
  removeFinished(): void
  /** Looks soon whether uploaded files are photos now: something says that they may be. */
  check(): void
  /** The file, where this tab has it. */
  file(clientId: string): File | undefined
  close(): void
}

/** One person's uploads. One tab works; the others show what it does and pass it what they are told. */
export function uploadQueue(deps: UploadDeps): UploadQueue {
  let leading = false
  let pumping = false
  let closed = false
  const pump = () => {
    if (pumping) return
    pumping = true
    queueMicrotask(() => {
      pumping = false
      if (leading && !closed) runSteps()
    })
  }
  const list = uploadList({
    clock: deps.clock,
    stepped: (clientId, item) => leading && files.stepped(clientId, item),
    changed(change) {
      const anything = change.items.length + change.removed.length > 0
      if (leading && anything) deps.channel.send({ kind: "items", ...change, all: false })
    },
  })
  const files = fileKeeper(deps, list)
  const gate = networkGate({ ...deps, changed: () => (list.flag({ offline: !gate.isOpen() }), pump()) })
  const work: Work = { deps, list, files, gate, posts: new Map(), pump }
  const [wake, watch] = [wakeStep(work), watchStep(work)]
  const steps = [wake.run, duplicateStep(work), hashStep(work), signStep(work), postStep(work), watch.run]
  const runSteps = () => {
    for (const step of steps) step()
  }

  /** Given to this tab while another one works, and not yet seen in what that one says. */
  const unconfirmed = new Map<string, Entry>()
  let restoring: Promise<unknown> = Promise.resolve()
  const act = (command: Command) => {
    if (!leading) return deps.channel.send({ kind: "command", command })
    if (command.name === "check") return watch.check()
    obey(work, command)
    pump()
  }
  const sayAll = () => deps.channel.send({ kind: "items", items: list.all(), removed: [], all: true })

  const show = async (mine: (item: UploadItem) => UploadItem) => {
    const items = await deps.store.load().catch(() => [])
    files.restore(items)
    for (const item of items) if (!list.has(item.clientId)) list.mirror({ items: [mine(item)], removed: [] })
  }
  const lead = async () => {
    await restoring
    await show(restored)
    if (closed) return
    leading = true
    list.flag({ working: "here", offline: !gate.isOpen() })
    for (const item of list.all()) list.add(restored(item))
    obey(work, { name: "add", entries: [...unconfirmed.values()] })
    unconfirmed.clear()
    sayAll()
    pump()
  }
  const hear = (message: TabMessage) => {
    if (leading) {
      if (message.kind === "hello") sayAll()
      if (message.kind === "command") act(message.command)
    } else if (message.kind === "items") follow(message)
  }
  const follow = ({ items, removed, all }: Extract<TabMessage, { kind: "items" }>) => {
    for (const { clientId } of items) unconfirmed.delete(clientId)
    const named = new Set(items.map(({ clientId }) => clientId))
    const isStale = ({ clientId }: UploadItem) => all && !named.has(clientId) && !unconfirmed.has(clientId)
    list.mirror({
      items,
      removed: [
        ...removed,
        ...list
          .all()
          .filter(isStale)
          .map(({ clientId }) => clientId),
      ],
    })
    // A tab that has just begun to work may not have heard of them.
    if (all && unconfirmed.size > 0) act({ name: "add", entries: [...unconfirmed.values()] })
  }

  const stopListening = deps.channel.listen(hear)
  restoring = show((item) => item)
  deps.channel.send({ kind: "hello" })
  const giveUp = deps.leadership.seek(() => void lead())

  return {
    snapshot: list.snapshot,
    subscribe: list.subscribe,
    add(chosen, { albumId } = {}) {
      const first = Math.max(deps.clock.now(), ...list.all().map(({ order }) => order + 1))
      const entries = chosen.map((file, index) => {
        return { item: newItem(file, { clientId: deps.newId(), albumId, order: first + index }), file }
      })
      if (!leading) {
        for (const entry of entries) unconfirmed.set(entry.item.clientId, entry)
        list.mirror({ items: entries.map(({ item }) => item), removed: [] })
      }
      act({ name: "add", entries })
    },
    pause: (clientIds) => act({ name: "pause", clientIds: clientIds ?? "all" }),
    resume: (clientIds) => act({ name: "resume", clientIds: clientIds ?? "all" }),
    cancel: (clientIds) => act({ name: "cancel", clientIds: clientIds ?? "all" }),
    retry: (clientIds) => act({ name: "retry", clientIds: clientIds ?? "all" }),
    removeFinished: () => act({ name: "removeFinished" }),
    check: () => act({ name: "check" }),
    file: files.inMemory,
    close() {
      closed = true
      for (const controller of work.posts.values()) controller.abort()
      for (const part of [gate, wake, watch, list]) part.close()
      stopListening()
      giveUp()
    },
  }
}
