import { OutcomeUnknownError, RejectedError } from '@aster/core'

import type { Plant } from '../proof.ts'
import { carefulHabits, type Habits } from './habits.ts'

interface Bug {
  readonly meaning: string
  readonly habits: Partial<Habits>
}

const bugs: Readonly<Record<string, Bug>> = {
  'resend-on-503': {
    meaning: 'a placement without an answer is sent again at once, under the same client order id;',
    habits: {
      async settle(_client, _lost, placeAgain) {
        for (let time = 0; time < 3; time++) {
          try {
            await placeAgain()
            return 'placed'
          } catch (error) {
            if (error instanceof RejectedError) return 'rejected'
            if (!(error instanceof OutcomeUnknownError)) return 'absent'
          }
        }
        return 'absent'
      },
    },
  },
  'absent-too-early': {
    meaning: 'the first "order does not exist" counts as proof that it never will;',
    habits: {
      async settle(client, lost, placeAgain) {
        try {
          await client.trading.getOrder({ symbol: lost.symbol, origClientOrderId: lost.clientOrderId })
          return 'placed'
        } catch (error) {
          if (error instanceof RejectedError) return 'absent'
          return carefulHabits.settle(client, lost, placeAgain)
        }
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
            const nonceUs = request.nonceUs ?? last
            const signed = signer.sign({ ...request, nonceUs })
            last = last === undefined ? signed.nonceUs : undefined
            return signed
          },
        }
      },
    },
  },
  'client-id-changed-on-retry': {
    meaning: 'a placement without an answer is sent again under a new client order id, without asking;',
    habits: { settle: () => Promise.resolve('absent') },
  },
  'unknown-treated-as-rejected': {
    meaning: 'a placement without an answer counts as refused;',
    habits: { settle: () => Promise.resolve('rejected') },
  },
  'cancel-taken-for-granted': {
    meaning: 'a cancel without an answer counts as done.',
    habits: { checksLostCancels: false },
  },
}

export const restPlants: readonly Plant[] = Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning }))

/** The client's habits, with one known bug in them where one is named. */
export function plantRestBug(plant: string | undefined): Habits {
  const bug = plant === undefined ? undefined : bugs[plant]
  return { ...carefulHabits, ...bug?.habits }
}
