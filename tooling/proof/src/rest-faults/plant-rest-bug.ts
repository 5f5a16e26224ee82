import { OutcomeUnknownError, RejectedError } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { Plant } from '../proof.ts'
import { carefulHabits, type Habits } from './habits.ts'
import type { Attempt, Belief } from './ledger.ts'

interface Bug {
  readonly meaning: string
  readonly habits: Partial<Habits>
}

const mostResends = 3

const bugs: Readonly<Record<string, Bug>> = {
  'resend-on-503': {
    meaning: 'a placement without an answer is sent again at once, under the same client order id;',
    habits: {
      settlePlacements: (_client, _lost, attempts, placeAgain) =>
        Promise.all(attempts.map((attempt) => resend(attempt, placeAgain))),
    },
  },
  'absent-too-early': {
    meaning: 'the first "order does not exist" counts as proof that it never will;',
    habits: {
      async settlePlacements(client, lost, attempts, placeAgain) {
        return Promise.all(
          attempts.map(async (attempt) => {
            const early = await askOnce(client, attempt)
            if (early !== 'unknown') return early
            const [belief] = await carefulHabits.settlePlacements(client, lost, [attempt], placeAgain)
            return belief ?? 'unknown'
          }),
        )
      },
    },
  },
  'nonce-reused': {
    meaning: 'every nonce is used for two requests;',
    habits: {
      wrapSigner(signer) {
        let last: bigint | undefined
        return {
          ...signer,
          sign(request) {
            const signed = signer.sign({ ...request, nonceUs: request.nonceUs ?? last })
            last = last === undefined ? signed.nonceUs : undefined
            return signed
          },
        }
      },
    },
  },
  'client-id-changed-on-retry': {
    meaning: 'a placement without an answer is sent again under a new client order id, without asking;',
    habits: { settlePlacements: (_client, _lost, attempts) => Promise.resolve(attempts.map(() => 'absent')) },
  },
  'unknown-treated-as-rejected': {
    meaning: 'a placement without an answer counts as refused;',
    habits: { settlePlacements: (_client, _lost, attempts) => Promise.resolve(attempts.map(() => 'rejected')) },
  },
  'cancel-taken-for-granted': {
    meaning: 'a cancel without an answer counts as done;',
    habits: { settleCancel: () => Promise.resolve('final') },
  },
  'amend-taken-for-granted': {
    meaning: 'a change without an answer counts as made.',
    habits: { settleAmend: () => Promise.resolve('amended') },
  },
}

async function resend(attempt: Attempt, placeAgain: (attempt: Attempt) => Promise<unknown>): Promise<Belief> {
  for (let time = 0; time < mostResends; time++) {
    try {
      await placeAgain(attempt)
      return 'placed'
    } catch (error) {
      if (error instanceof RejectedError) return 'rejected'
      if (!(error instanceof OutcomeUnknownError)) return 'absent'
    }
  }
  return 'absent'
}

async function askOnce(client: RestClient, { order, clientOrderId }: Attempt): Promise<Belief> {
  try {
    await client.trading.getOrder({ symbol: order.symbol, origClientOrderId: clientOrderId })
    return 'placed'
  } catch (error) {
    return error instanceof RejectedError ? 'absent' : 'unknown'
  }
}

export const restPlants: readonly Plant[] = Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning }))

/** The client's habits, with one known bug in them where one is named. */
export function plantRestBug(plant: string | undefined): Habits {
  const bug = plant === undefined ? undefined : bugs[plant]
  return { ...carefulHabits, ...bug?.habits }
}
