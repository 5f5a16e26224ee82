import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Clock, Secret } from '@aster/core'
import { type Connection, type EventFeed, openFeedFile, type StateFolder, writeConnection } from '@aster/runtime'
import { type Journal, openJournal } from '@aster/trades'

/** Runs whose journal and feed are kept, the new one included. */
const keptRuns = 5

/** What one run writes down. */
export interface DemoRunFiles extends Disposable {
  readonly journal: Journal
  /** Writes a feed into the run's folder from now on. */
  keep(feed: EventFeed): void
  /** Tells other programs how this one is reached; again with `endedMs` when it has ended. */
  tell(facts: Omit<Connection, 'program' | 'processId' | 'keyFile' | 'journal' | 'feed'>): void
}

/**
 * Begins a run in a folder of its own. The exchange of the demo ends with it: a journal of an earlier run speaks of orders
 * that no longer exist anywhere, so that nothing is recovered from it; it is kept to be read.
 *
 * @param parts.operatorKey - Of the agent that `aster` signs with. Worth nothing: its account ends with the exchange.
 */
export function beginRun(parts: {
  readonly folder: StateFolder
  readonly clock: Clock
  readonly operatorKey: Secret
}): DemoRunFiles {
  const { folder, clock, operatorKey } = parts
  const earlier = listRuns(folder)
  const run = `runs/${String(Number(earlier.at(-1) ?? '0') + 1).padStart(6, '0')}`
  mkdirSync(folder.file(run), { recursive: true, mode: 0o700 })
  const obsolete = earlier.slice(0, Math.max(0, earlier.length + 1 - keptRuns))
  for (const name of obsolete) rmSync(folder.file(join('runs', name)), { recursive: true, force: true })
  const files = { keyFile: `${run}/paper-key`, journal: `${run}/journal.db`, feed: `${run}/feed.jsonl` }

  writeFileSync(folder.file(files.keyFile), `${operatorKey.reveal()}\n`, { mode: 0o600, flag: 'wx' })
  const journal = openJournal({ path: folder.file(files.journal), clock, label: 'demo' })
  const feedFiles: { close(): void }[] = []
  return {
    journal,
    keep(feed) {
      feedFiles.push(openFeedFile({ feed, path: folder.file(files.feed), clock }))
    },
    tell(facts) {
      writeConnection(folder, { program: 'demo', processId: process.pid, ...files, ...facts })
    },
    [Symbol.dispose]() {
      for (const file of feedFiles) file.close()
      journal.close()
    },
  }
}

function listRuns(folder: StateFolder): readonly string[] {
  mkdirSync(folder.file('runs'), { recursive: true, mode: 0o700 })
  return readdirSync(folder.file('runs'))
    .filter((name) => /^\d{6,}$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
}
