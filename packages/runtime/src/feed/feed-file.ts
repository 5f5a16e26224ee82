import { existsSync, readFileSync } from 'node:fs'

import type { Clock, FeedEvent, FeedKind } from '@aster/core'

import { openRotatingFile, type RotatingFile } from '../files/rotating-file.ts'
import type { EventFeed } from './create-event-feed.ts'

/** Too many to keep, and of no use once they are old. */
const passing: ReadonlySet<FeedKind> = new Set(['market', 'limit', 'latency', 'clock'])

export interface FeedFileOptions {
  readonly feed: EventFeed
  readonly path: string
  readonly clock: Pick<Clock, 'schedule'>
  readonly maxBytes?: number | undefined
  readonly keepFiles?: number | undefined
  readonly onTrouble?: ((trouble: { readonly failing: boolean; readonly detail: string }) => void) | undefined
}

/**
 * Writes a feed to disk, one JSON line an event, bounded by rotation, for `explain` and support. Prices and budgets,
 * which say only how it is now, are left out.
 */
export function openFeedFile({ feed, ...options }: FeedFileOptions): RotatingFile {
  const file = openRotatingFile(options)
  const stop = feed.subscribe((event) => {
    // an event does not change any more, and its text is wanted only when the file is written
    if (!passing.has(event.kind)) file.write(() => JSON.stringify(event))
  })
  return {
    write: (line) => file.write(line),
    flush: () => file.flush(),
    get lostLines() {
      return file.lostLines
    },
    close() {
      stop()
      file.close()
    },
  }
}

/** What was read back, and how many lines were no events (the last one of a program that was killed, for instance). */
export interface FeedHistory {
  readonly events: readonly FeedEvent[]
  readonly brokenLines: number
}

/** Reads a feed back from disk, the files put aside first, oldest event first. */
export function readFeedFiles(path: string, filter: (event: FeedEvent) => boolean = () => true): FeedHistory {
  const paths = [path]
  while (existsSync(`${path}.${paths.length}`)) paths.push(`${path}.${paths.length}`)
  const events: FeedEvent[] = []
  let brokenLines = 0
  for (const each of paths.toReversed()) {
    if (!existsSync(each)) continue
    for (const line of readFileSync(each, 'utf8').split('\n')) {
      if (line === '') continue
      const event = parseLine(line)
      if (event === undefined) brokenLines += 1
      else if (filter(event)) events.push(event)
    }
  }
  return { events, brokenLines }
}

function parseLine(line: string): FeedEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'kind' in value && 'sequence' in value && 'atMs' in value
      ? (value as FeedEvent)
      : undefined
  } catch {
    return undefined
  }
}
