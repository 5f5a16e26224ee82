import type { Tone } from '@aster/runtime'
import type { TradeEvent } from '@aster/trades'

import { formatMoney } from './format-money.ts'

/** What a person wants to read of an event of a trade; undefined for what is only for the log. */
export function describeTradeEvent(event: TradeEvent): { readonly text: string; readonly tone: Tone } | undefined {
  switch (event.type) {
    case 'created': {
      const { side, quantity } = event.plan
      return { text: `${sideWord(side)} ${quantity} wanted, waits at the best price`, tone: 'dim' }
    }
    case 'fill': {
      const { price, quantity, liquidity } = event.fill
      return {
        text: `${event.role === 'takeProfit' ? 'take-profit' : event.role} filled ${quantity} at ${price} as ${liquidity}`,
        tone: 'plain',
      }
    }
    case 'transition':
      return event.to === 'protected' && event.from !== 'protected'
        ? { text: 'protected: the stop rests on the book', tone: 'accent' }
        : undefined
    case 'incident':
      return { text: `incident: ${event.what}, ${event.detail}`, tone: 'bad' }
    case 'result': {
      const { state, exitReason, realizedPnl } = event.result
      if (state === 'cancelled') return { text: 'entry taken back before it filled', tone: 'dim' }
      if (state === 'failed') return { text: `failed: ${event.result.refusal ?? exitReason}`, tone: 'bad' }
      return {
        text: `closed by ${exitWords[exitReason] ?? exitReason}, ${formatMoney(realizedPnl)} USDT`,
        tone: realizedPnl.startsWith('-') ? 'bad' : 'good',
      }
    }
    default:
      return undefined
  }
}

/** How a trade ended, in words. */
export const exitWords: Readonly<Record<string, string>> = {
  takeProfit: 'take-profit',
  stop: 'stop',
  timeStop: 'time stop',
  manual: 'the end of the run',
  shutdown: 'the end of the run',
  unprotected: 'flattening, its stop was passed already',
}

function sideWord(side: string): string {
  return side === 'BUY' ? 'long' : 'short'
}
