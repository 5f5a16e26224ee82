import type { Clock } from '@aster/core'

import type { AccountRegistry } from '../../accounts/account-registry.ts'
import type { AccountSpec } from '../../accounts/account-spec.ts'
import type { MoveBook } from '../../accounts/move-book.ts'
import type { NonceMemory } from '../../accounts/nonce-memory.ts'
import type { SpotWallets } from '../../accounts/spot-wallets.ts'
import type { Engine } from '../../engine/types.ts'
import { createJournal, type Journal } from './create-journal.ts'
import { keepRegistry } from './keep-registry.ts'
import type { StateStore } from './state-store.ts'

export interface OpenJournalParts {
  readonly store: StateStore | undefined
  readonly clock: Pick<Clock, 'now' | 'schedule'>
  readonly engine: Engine
  readonly registry: AccountRegistry
  readonly nonces: NonceMemory
  readonly spot: SpotWallets
  readonly moves: MoveBook
  /** Accounts given at this start. */
  readonly given: readonly AccountSpec[]
  readonly onFailure: (error: unknown) => void
}

/** The journal of an exchange: matching, accounts, spot wallets, moves and nonces. Without a store it keeps nothing and holds nothing up. */
export function openJournal({
  store,
  clock,
  engine,
  registry,
  nonces,
  spot,
  moves,
  given,
  onFailure,
}: OpenJournalParts): Journal {
  if (store === undefined) return { ...noJournal, now: () => clock.now() }
  return createJournal({
    store,
    clock,
    onFailure,
    parts: {
      registry: keepRegistry(registry, given),
      engine: {
        target: engine,
        picture: { take: () => engine.getState(), put: (state: Uint8Array) => engine.setState(state) },
      },
      spot: {
        target: spot,
        picture: {
          take: () => spot.list(),
          put: (all: ReturnType<SpotWallets['list']>) => {
            for (const { accountId, asset, amount } of all) spot.add(accountId, asset, amount)
          },
        },
      },
      moves: {
        target: moves,
        picture: { take: () => moves.getAll(), put: (all: ReturnType<MoveBook['getAll']>) => moves.setAll(all) },
      },
      nonces: {
        target: nonces,
        picture: { take: () => nonces.getAll(), put: (all: ReturnType<NonceMemory['getAll']>) => nonces.setAll(all) },
      },
    },
  })
}

const noJournal: Omit<Journal, 'now'> = {
  record: (_part, target) => target,
  whenKept: (act) => act(),
  restore: () => false,
  close: () => undefined,
}
