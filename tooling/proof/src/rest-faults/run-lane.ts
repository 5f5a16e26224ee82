import { sleep } from '@aster/core'

import { cancelOrder } from './cancel-order.ts'
import type { Desk } from './desk.ts'
import { placeBatch, placeOrder } from './place-orders.ts'
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
      return placeOrder(desk, step.intent)
    case 'batch':
      return placeBatch(desk, step.intents)
    case 'burst':
      await Promise.all(step.intents.map((intent) => placeOrder(desk, intent)))
      return
    case 'cancel':
      for (const name of step.names) {
        const attempt = desk.ledger.findPlaced(name)
        if (attempt !== undefined) await cancelOrder(desk, attempt)
      }
      return
    case 'pause':
      return sleep(desk.client.clock, step.ms)
  }
}
