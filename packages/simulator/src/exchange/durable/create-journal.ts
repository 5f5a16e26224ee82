import { deserialize, serialize } from 'node:v8'

import type { Clock, Timer } from '@aster/core'

import { recordCalls } from './record-calls.ts'
import type { StateStore } from './state-store.ts'

/** A part of the exchange whose commands are kept. */
export interface KeptPart {
  /** What the commands are called on. */
  readonly target: object
  /** Arguments as they are kept, and back; as they are by default. Secrets do not belong in a store. */
  readonly write?: (name: string, args: readonly unknown[]) => readonly unknown[]
  readonly read?: (name: string, args: readonly unknown[]) => readonly unknown[]
  /** A picture of the part. A part without one is made again from all of its commands. */
  readonly picture?: { readonly take: () => unknown; readonly put: (picture: never) => void }
}

export interface JournalParts {
  readonly store: StateStore
  readonly clock: Pick<Clock, 'now' | 'schedule'>
  readonly parts: Readonly<Record<string, KeptPart>>
  /** Told once: from now on nothing is acknowledged. */
  readonly onFailure: (error: unknown) => void
  /** Commands after which a new picture is taken. */
  readonly picturesEvery?: number
}

/** Keeps the commands that an exchange has carried out, so that its state can be made again. */
export interface Journal {
  /** The part, with its commands kept from now on. */
  record<T extends object>(part: string, target: T): T
  /** Calls back once all commands so far are kept; at once when they are already, never when the store has failed. */
  whenKept(act: () => void): void
  /** The time; that of the past while the state is made again. */
  now(): number
  /** Makes the state again. Answers whether there was anything. */
  restore(): boolean
  /** Keeps everything, in a new picture. */
  close(): void
}

type Entry = readonly [part: string, name: string, args: readonly unknown[], atMs: number]

interface Picture {
  readonly parts: Readonly<Record<string, unknown>>
  /** All commands so far of the parts without a picture. */
  readonly commands: readonly Entry[]
}

/** How long what nobody waits for may stay in memory. */
const lingerMs = 250

export function createJournal(options: JournalParts): Journal {
  const { store, clock, parts, picturesEvery = 100_000 } = options
  const depth = { value: 0 }
  let pending: Entry[] = []
  let waiting: (() => void)[] = []
  let timer: Timer | undefined
  let isSoon = false
  let sincePicture = 0
  let hasFailed = false
  const unpictured: Entry[] = []
  /** While the state is made again: when the running command was given. */
  let restoredMs: number | undefined

  const guard = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      hasFailed = true
      waiting = []
      options.onFailure(error)
    }
  }
  const takePicture = (): void => {
    const taken = Object.entries(parts).flatMap(([name, { picture }]) => (picture ? [[name, picture.take()]] : []))
    store.replace(
      serialize({ parts: Object.fromEntries(taken) as Picture['parts'], commands: unpictured } satisfies Picture),
    )
    sincePicture = 0
  }
  const keep = (): void => {
    timer?.cancel()
    timer = undefined
    isSoon = false
    if (hasFailed) return
    guard(() => {
      if (pending.length > 0) store.append(serialize(pending))
      sincePicture += pending.length
      pending = []
      if (sincePicture >= picturesEvery) takePicture()
    })
    for (const act of waiting.splice(0)) act()
  }
  const keepWithin = (ms: number): void => {
    if (timer !== undefined && (isSoon || ms > 0)) return
    timer?.cancel()
    isSoon = ms === 0
    timer = clock.schedule(ms, keep)
  }

  const remember = (entry: Entry): void => {
    if (parts[entry[0]]?.picture === undefined) unpictured.push(entry)
  }
  const carryOut = ([part, name, args, atMs]: Entry): void => {
    restoredMs = atMs
    const { target, read } = parts[part] ?? {}
    const command = (target as Record<string, unknown> | undefined)?.[name]
    if (typeof command !== 'function') throw new TypeError(`The kept command ${part}.${name} is not known`)
    try {
      ;(command as (...all: readonly unknown[]) => unknown).apply(target, [...(read?.(name, args) ?? args)])
    } catch {
      // it failed in its own time, too, and changed as little then
    }
  }

  return {
    record: (part, target) =>
      recordCalls(target, depth, (name, args) => {
        if (hasFailed) return
        const entry: Entry = [part, name, parts[part]?.write?.(name, args) ?? args, clock.now()]
        remember(entry)
        pending.push(entry)
        keepWithin(lingerMs)
      }),
    now: () => restoredMs ?? clock.now(),
    whenKept(act) {
      if (hasFailed) return
      if (pending.length === 0 && waiting.length === 0) return act()
      waiting.push(act)
      keepWithin(0)
    },
    restore() {
      const kept = store.load()
      if (kept === undefined) return false
      if (kept.snapshot !== undefined) {
        const picture = deserialize(kept.snapshot) as Picture
        for (const entry of picture.commands) {
          unpictured.push(entry)
          carryOut(entry)
        }
        for (const [name, shown] of Object.entries(picture.parts)) parts[name]?.picture?.put(shown as never)
      }
      for (const batch of kept.batches) {
        for (const entry of deserialize(batch) as readonly Entry[]) {
          remember(entry)
          carryOut(entry)
        }
      }
      restoredMs = undefined
      takePicture()
      return true
    },
    close() {
      keep()
      if (!hasFailed && sincePicture > 0) guard(takePicture)
    },
  }
}
