import { type Clock, RejectedError } from '@aster/core'
import { createExchange } from '@aster/simulator'
import { testKeys } from '@aster/simulator/testing'

import { openCcxtClient } from './ccxt-client.ts'
import type { ScriptOrder, ScriptStep } from './draw-script.ts'
import { openOurClient } from './our-client.ts'
import type { EndState, ScriptClient } from './script-client.ts'

/** What a client went through: the outcome of each step, and the end. */
export interface ScriptRun {
  /** `ok`, or the code of the refusal. */
  readonly outcomes: readonly string[]
  readonly end: EndState
}

export type Contestant = 'ours' | 'ccxt'

/** Bugs of ours that a comparison must see. */
export type AgreePlant = 'lost-cancel' | 'shifted-price' | 'doubled-order' | undefined

/** Runs a script with one client on a fresh exchange of its own, over real sockets. */
export async function runScript(
  steps: readonly ScriptStep[],
  contestant: Contestant,
  { clock, plant }: { readonly clock: Clock; readonly plant?: AgreePlant },
): Promise<ScriptRun> {
  const { address } = testKeys.master
  const exchange = createExchange({
    clock,
    market: 'quiet',
    symbols: ['BTCUSDT'],
    limits: false,
    accounts: [{ usdt: '10000', v3: { user: address, signers: [] } }],
  })
  await exchange.start()
  const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const client = contestant === 'ours' ? openOurClient(restUrl, clock) : await openCcxtClient(restUrl, wsUrl)
  try {
    const outcomes: string[] = []
    for (const step of contestant === 'ours' ? plantBug(steps, plant) : steps) {
      outcomes.push(await take(client, step).then(() => 'ok', readCode))
    }
    return { outcomes, end: await client.readEnd() }
  } finally {
    await client.close()
    await exchange.stop()
  }
}

function take(client: ScriptClient, step: ScriptStep): Promise<void> {
  switch (step.kind) {
    case 'place':
      return client.place(step.order)
    case 'batch':
      return client.placeBatch(step.orders)
    case 'cancel':
      return client.cancel(step.newClientOrderId)
    case 'cancelAll':
      return client.cancelAll()
    case 'leverage':
      return client.setLeverage(step.leverage)
  }
}

/** Refusals are compared by the exchange's code; ccxt has it in the text. An order that is gone has two. */
function readCode(error: unknown): string {
  const code =
    error instanceof RejectedError
      ? String(error.code)
      : (/-\d{4}/.exec(error instanceof Error ? error.message : '')?.[0] ?? String(error))
  return code === '-2013' ? '-2011' : code
}

/** Our side does something else than the script says. */
function plantBug(steps: readonly ScriptStep[], plant: AgreePlant): readonly ScriptStep[] {
  const orders = steps.flatMap((step) => (step.kind === 'place' ? [step] : []))
  switch (plant) {
    case undefined:
      return steps
    case 'lost-cancel':
      return steps.filter((step) => step.kind !== 'cancelAll' && step.kind !== 'cancel')
    case 'shifted-price':
      return steps.map((step) => (step.kind === 'place' ? { ...step, order: shift(step.order) } : step))
    case 'doubled-order': {
      const first = orders.find(({ order }) => order.type === 'MARKET') ?? orders[0]
      const again = first && {
        ...first,
        order: { ...first.order, newClientOrderId: `${first.order.newClientOrderId}-2` },
      }
      return again === undefined ? steps : [...steps, again]
    }
  }
}

const shift = (order: ScriptOrder): ScriptOrder =>
  order.price === undefined ? order : { ...order, price: (Number(order.price) + 0.1).toFixed(1) }
