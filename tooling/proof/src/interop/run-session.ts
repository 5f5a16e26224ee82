import { type Clock, withDeadline } from '@aster/core'

import { CannotError, type ForeignClient, type ForeignTrader, type Venue } from './foreign-trader.ts'
import { createSessionDesk, sessionSteps } from './session-steps.ts'

/** What became of one step: done, missed by the exchange, or beyond the client. */
export interface StepResult {
  readonly name: string
  readonly outcome: 'passed' | 'missed' | 'cannot'
  readonly reason: string
}

const stepMs = 15_000

/** Runs the scripted session with one client. A step that fails does not keep the others from being tried. */
export async function runSession(client: ForeignClient, venue: Venue, clock: Clock): Promise<readonly StepResult[]> {
  let trader: ForeignTrader
  try {
    trader = await client.open(venue)
  } catch (error) {
    return [{ name: 'start', outcome: 'missed', reason: describe(error) }]
  }
  const desk = createSessionDesk(clock)
  const results: StepResult[] = []
  try {
    for (const step of sessionSteps) {
      try {
        await withDeadline(clock, stepMs, () => step.run(trader, desk))
        results.push({ name: step.name, outcome: 'passed', reason: '' })
      } catch (error) {
        const outcome = error instanceof CannotError ? 'cannot' : 'missed'
        results.push({ name: step.name, outcome, reason: describe(error) })
        // what it left must not fail the steps behind it
        await withDeadline(clock, stepMs, () => trader.cancelAll()).catch(() => undefined)
      }
    }
  } finally {
    await trader.close()
  }
  return results
}

/** Some clients throw plain objects with the exchange's answer. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : JSON.stringify(error)
  return text.replaceAll(/\s+/g, ' ').slice(0, 300)
}
