import type { AccountEvent, TradeEvent } from '@aster/trades'

import type { EventLine } from '../core/demo-snapshot.ts'
import { describeTradeEvent } from '../core/describe-trade-event.ts'

/** Tells what happens: everything to the log, what matters to the person. */
export interface Story {
  /** Writes one line of JSON to the event log. */
  log(event: string, facts: object): void
  readonly accountEvent: (event: AccountEvent) => void
  tradeEvent(event: TradeEvent): void
  say(symbol: string, text: string, tone: EventLine['tone']): void
  /** Something that should not have happened. */
  fault(where: string, error: unknown): void
  /** How many of those there were. */
  readonly faults: number
}

export function createStory(parts: {
  readonly elapsedMs: () => number
  readonly onLog?: ((line: string) => void) | undefined
  readonly onStory: (line: EventLine) => void
}): Story {
  const { elapsedMs, onLog, onStory } = parts
  const log = (event: string, facts: object): void => {
    onLog?.(JSON.stringify({ elapsedMs: Math.round(elapsedMs()), event, ...facts }, writeBigInt))
  }
  const say: Story['say'] = (symbol, text, tone) => onStory({ atMs: elapsedMs(), symbol, text, tone })
  let faults = 0
  return {
    log,
    get faults() {
      return faults
    },
    say,
    accountEvent(event) {
      // Events of trades come again, with their own name, through `tradeEvent`.
      if (event.type !== 'trade') log('account', { what: event })
      if (event.type === 'risk') {
        const isActive = event.state === 'active'
        say('', isActive ? 'takes entries again' : `${event.state}: ${event.reason}`, isActive ? 'plain' : 'bad')
      }
      if (event.type === 'incident') say('', `incident: ${event.what}, ${event.detail}`, 'bad')
    },
    tradeEvent(event) {
      log(names[event.type] ?? 'trade', { what: event })
      const words = describeTradeEvent(event)
      if (words !== undefined) say(event.symbol, words.text, words.tone)
    },
    fault(where, error) {
      faults += 1
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      log('fault', { where, text })
      say('', `fault (${where}): ${text}`, 'bad')
    },
  }
}

const names: Readonly<Partial<Record<TradeEvent['type'], string>>> = { created: 'tradeStarted', result: 'tradeEnded' }

function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
