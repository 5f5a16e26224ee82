import { type Clock } from '@aster/core'
import { openJournal } from '@aster/trades'

import type { Span } from '../chaos/silence.ts'
import type { CrashVenue } from './crash-venue.ts'

/** What the exchange showed at the moment of death and right before the next life. */
export interface Absence {
  readonly atDeath: ReturnType<CrashVenue['truth']>
  readonly atRestart: ReturnType<CrashVenue['truth']>
}

export interface CrashVerdict {
  readonly violations: readonly string[]
  readonly longestUnprotectedMs: number
}

/** Holds what is written down after the last life against the exchange. */
export function judgeCrash(
  venue: CrashVenue,
  facts: {
    readonly journalPath: string
    readonly clock: Clock
    readonly dead: readonly Span[]
    readonly absence: Absence | undefined
    readonly crossesStop: boolean
  },
): CrashVerdict {
  const violations: string[] = []
  using journal = openJournal({ path: facts.journalPath, clock: facts.clock, label: 'judge' })
  const record = journal.scope(venue.user.toLowerCase())
  const result = record.list('tradeEnded').at(-1)?.result
  const claim = {
    opened: result?.entry.quantity ?? '0',
    realizedPnl: result?.realizedPnl ?? '0',
    isComplete: result?.fillsComplete ?? true,
  }
  const left = record.listOpenTrades()
  if (left.length > 0) violations.push(`the journal has unfinished trades: ${left.join(', ')}`)
  const written = new Set(record.list('fill').map(({ fill }) => `${fill.orderId}:${fill.tradeId}`)).size
  if (written !== venue.fills()) violations.push(`${venue.fills()} executions, ${written} written down`)
  const { position, orders } = venue.truth()
  if (position !== '') violations.push(`a position of ${position} is left`)
  if (orders.length > 0) violations.push(`left on the book: ${orders.join(', ')}`)
  const { absence, crossesStop } = facts
  if (absence !== undefined && !crossesStop && absence.atDeath.position !== '') {
    const hadStop = absence.atDeath.orders.includes('STOP_MARKET')
    if (hadStop && !absence.atRestart.orders.includes('STOP_MARKET')) {
      violations.push('the stop did not stay on the book while nobody was there')
    }
  }
  const history = venue.judge(claim, facts.dead)
  return {
    violations: [...violations, ...history.violations],
    longestUnprotectedMs: history.longestUnprotectedMs,
  }
}
