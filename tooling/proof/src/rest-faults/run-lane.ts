import { sleep } from '@aster/core'

import { amendOrder } from './amend-order.ts'
import { cancelOrder } from './cancel-order.ts'
import type { Desk } from './desk.ts'
import { placeOrders } from './place-orders.ts'
import type { Lane, Step } from './plan-steps.ts'

/** Takes the steps of one lane, one after the other. */
export async function runLane(desk: Desk, lane: Lane, signal: AbortSignal): Promise<void> {
  for (const step of lane) {
    signal.throwIfAborted()
    await takeStep(desk, step)
  }
}

async function takeStep(desk: Desk, step: Step): Promise<void> {
  switch (step.kind) {
    case 'place':
      return placeOrders(desk, [step.intent])
    case 'batch':
      return placeOrders(desk, step.intents)
    case 'burst':
      await Promise.all(step.intents.map((intent) => placeOrders(desk, [intent])))
      return
    case 'cancel':
      for (const name of step.names) {
        const attempt = desk.ledger.findPlaced(name)
        if (attempt !== undefined) await cancelOrder(desk, attempt)
      }
      return
    case 'amend': {
      const attempt = desk.ledger.findPlaced(step.name)
      return attempt === undefined ? undefined : amendOrder(desk, attempt, step.price)
    }
    case 'pause':
      return sleep(desk.client.clock, step.ms)
  }
}
