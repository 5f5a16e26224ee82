import { copyFileSync, existsSync } from 'node:fs'

import type { VirtualClock } from '@aster/core'

import type { OpenAccountOptions } from '../account/open-account.ts'
import type { Journal } from '../journal/journal.ts'
import { openJournal } from '../journal/open-journal.ts'
import { createMortalLink, type MortalLink } from './mortal-link.ts'
import type { StagedExchange } from './open-scene.ts'
import { openTestAccount, type TestKeys, type TestWorld } from './open-test-account.ts'

/** One life of a program that keeps a journal. */
export interface Life extends TestWorld {
  readonly journal: Journal
  readonly link: MortalLink
  /** Ends it as kill -9 does: what is not on the disk is lost. Returns where the journal of the next life is. */
  kill(): string
  /** Ends it in order. */
  end(): Promise<void>
}

/** Starts a program on a simulated exchange, with the journal that an earlier life may have left. */
export async function openLife(
  test: { readonly exchange: StagedExchange; readonly clock: VirtualClock },
  keys: TestKeys,
  path: string,
  options: Partial<OpenAccountOptions> = {},
): Promise<Life> {
  const { exchange, clock } = test
  const link = createMortalLink({
    transport: exchange.transport({ latencyMs: 5 }),
    connector: exchange.connector({ latencyMs: 5 }),
  })
  const journal = openJournal({ path, clock, label: 'test' })
  const world = await openTestAccount({
    clock,
    transport: link.transport,
    connector: link.connector,
    restUrl: exchange.restUrl,
    wsUrl: exchange.wsUrl,
    keys,
    // each life makes its own ids
    seed: path,
    options: { journal, ...options },
  })
  return {
    ...world,
    journal,
    link,
    kill() {
      link.kill()
      const next = `${path}+`
      for (const suffix of ['', '-wal', '-head']) {
        if (existsSync(`${path}${suffix}`)) copyFileSync(`${path}${suffix}`, `${next}${suffix}`)
      }
      return next
    },
    async end() {
      await world[Symbol.asyncDispose]()
      journal.close()
    },
  }
}
