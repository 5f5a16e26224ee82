import { describe, expect, it } from 'vitest'

import { sampleFacts } from '../testing/sample-facts.ts'
import { sampleFill } from '../testing/sample-order.ts'
import { readForeign } from './read-foreign.ts'

const read = (base: string, ...fills: readonly (readonly ['BUY' | 'SELL', string])[]) => {
  const foreignFills = fills.map(([side, quantity], index) =>
    sampleFill({ side, quantity, tradeId: String(index), timeMs: index }),
  )
  const { quantity, closings } = readForeign(
    sampleFacts([], { foreignFills, memory: { startedMs: 0, closedUnseen: '0', foreignQuantity: base } }),
  )
  return { quantity, ours: closings.map((fill) => fill.quantity) }
}

describe('readForeign, of a long', () => {
  it('takes what others close for ours when they hold nothing', () => {
    expect(read('0', ['SELL', '0.2'])).toEqual({ quantity: '0', ours: ['0.2'] })
  })

  it('takes it for theirs as far as theirs goes', () => {
    expect(read('0.5', ['SELL', '0.2'])).toEqual({ quantity: '0.3', ours: [] })
    expect(read('0.5', ['BUY', '0.1'], ['SELL', '0.7'])).toEqual({ quantity: '0', ours: ['0.1'] })
  })

  it('counts in the order in which it happened: what they buy later does not pay for what they sold', () => {
    expect(read('0', ['SELL', '0.2'], ['BUY', '0.2'])).toEqual({ quantity: '0.2', ours: ['0.2'] })
  })

  it('takes off what has gone unseen, and never below nothing', () => {
    expect(read('-0.3', ['BUY', '0.3'])).toEqual({ quantity: '0', ours: [] })
    expect(read('-0.3', ['BUY', '0.3'], ['SELL', '0.1'])).toEqual({ quantity: '0', ours: ['0.1'] })
    expect(read('-0.3', ['SELL', '0.1'])).toEqual({ quantity: '0', ours: ['0.1'] })
  })
})
