import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Clock } from '@aster/core'
import { JournalDamagedError, openJournal } from '@aster/trades'

export interface TornJournals {
  readonly lengths: number
  readonly violations: readonly string[]
}

const promised = ['one', 'two', 'three']
const suffixes = ['', '-wal', '-head']

/**
 * Cuts the log, the main file and the head of a journal that a killed program has left, at every n-th byte. What opens has to
 * hold everything that was promised; everything else has to be refused.
 */
export async function tearJournal(clock: Clock, everyByte: number, signal: AbortSignal): Promise<TornJournals> {
  const directory = mkdtempSync(join(tmpdir(), 'aster-torn-'))
  try {
    const path = join(directory, 'journal.db')
    const whole = join(directory, 'whole.db')
    const torn = join(directory, 'torn.db')
    openJournal({ path, clock }).close()
    const journal = openJournal({ path, clock })
    const scope = journal.scope('a')
    for (const key of promised) await scope.append({ type: 'ledger', atMs: 1, key, body: key })
    copyAll(path, whole)
    journal.close()
    const violations: string[] = []
    let lengths = 0
    for (const suffix of suffixes) {
      const bytes = statSync(`${whole}${suffix}`).size
      const step = suffix === '-head' ? 1 : everyByte
      for (let length = 0; length < bytes && !signal.aborted; length += step) {
        copyAll(whole, torn)
        truncateSync(`${torn}${suffix}`, length)
        lengths += 1
        const found = readKeys(torn, clock)
        if (found !== undefined && found.join() !== promised.join()) {
          violations.push(`cut at byte ${length} of "${suffix}" it opens with ${found.length} of 3 entries`)
        }
      }
    }
    return { lengths, violations }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Undefined when it is refused. */
function readKeys(path: string, clock: Clock): readonly string[] | undefined {
  try {
    using journal = openJournal({ path, clock })
    return journal
      .scope('a')
      .list('ledger')
      .map(({ key }) => key)
  } catch (error) {
    if (error instanceof JournalDamagedError) return undefined
    throw error
  }
}

function copyAll(from: string, to: string): void {
  for (const suffix of [...suffixes, '-shm']) {
    rmSync(`${to}${suffix}`, { force: true })
    if (suffix !== '-shm' && existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${to}${suffix}`)
  }
}
