import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { nextTradeState, tradeTable } from './trade-machine.ts'
import { isTradeOver, type TradeCause, type TradeState } from './trade-state.ts'

const states = Object.keys(tradeTable) as TradeState[]
const causes = [...new Set(states.flatMap((state) => Object.keys(tradeTable[state])))] as TradeCause[]

describe('the table of a trade', () => {
  it('has no way out of an end', () => {
    for (const state of states.filter(isTradeOver)) expect(Object.keys(tradeTable[state])).toEqual([])
  })

  it('can reach an end from every state', () => {
    const reaches = new Set<TradeState>(states.filter(isTradeOver))
    for (let round = 0; round < states.length; round += 1) {
      for (const state of states) {
        if (Object.values(tradeTable[state]).some((next) => reaches.has(next))) reaches.add(state)
      }
    }
    expect([...reaches].sort()).toEqual([...states].sort())
  })

  it('completes only out of clearing, where the exchange confirms', () => {
    const ways = states.flatMap((state) =>
      Object.entries(tradeTable[state]).flatMap(([cause, next]) => (next === 'completed' ? [[state, cause]] : [])),
    )
    expect(ways).toEqual([['clearing', 'clearedFilled']])
  })

  it('leads every fill of the entry to protection or to the exit', () => {
    for (const state of ['entering', 'protecting', 'protected', 'exiting', 'clearing'] as const) {
      expect(['protecting', 'protected', 'exiting']).toContain(nextTradeState(state, 'entryFill'))
    }
  })

  it('never leaves an exit for anything but clearing', () => {
    expect(new Set(Object.values(tradeTable.exiting))).toEqual(new Set(['exiting', 'clearing']))
  })

  it('flattens whatever is overdue', () => {
    expect(nextTradeState('protecting', 'overdue')).toBe('exiting')
    expect(nextTradeState('protecting', 'stopRefused')).toBe('exiting')
    expect(nextTradeState('protected', 'stopFailed')).toBe('exiting')
  })

  it('answers a move that it lacks with nothing', () => {
    expect(nextTradeState('pending', 'flat')).toBeUndefined()
    expect(nextTradeState('completed', 'entryFill')).toBeUndefined()
  })

  it('stays inside its states whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...causes), { maxLength: 40 }), (list) => {
        let state: TradeState = 'pending'
        for (const cause of list) state = nextTradeState(state, cause) ?? state
        expect(states).toContain(state)
      }),
    )
  })
})
