import { describe, expect, it } from 'vitest'

import { createMoveBook } from './move-book.ts'

const dayMs = 86_400_000

describe('the book of moves', () => {
  it('knows a transfer id for seven days, of its account only', () => {
    const book = createMoveBook()
    book.noteTransfer('1', 'x', 0)
    expect([book.isTransferKnown('1', 'x'), book.isTransferKnown('2', 'x')]).toEqual([true, false])
    book.noteTransfer('1', 'y', 6 * dayMs)
    expect(book.isTransferKnown('1', 'x')).toBe(true)
    book.noteTransfer('1', 'z', 7 * dayMs)
    expect([book.isTransferKnown('1', 'x'), book.isTransferKnown('1', 'y')]).toEqual([false, true])
  })

  it('keeps the newest thousand rows', () => {
    const book = createMoveBook()
    for (let time = 0; time < 1_500; time++) {
      const move = { amount: '1', asset: 'USDT', symbol: 'BTCUSDT', type: 1, positionSide: 'BOTH' } as const
      book.noteMarginMove('1', { ...move, time, clientTranId: `id${time}` })
    }
    expect(book.listMarginMoves('1')).toHaveLength(1_000)
    expect(book.findMarginMove('1', 'id1499')?.time).toBe(1_499)
    expect(book.findMarginMove('1', 'id1')).toBeUndefined()
  })

  it('is the same in another one', () => {
    const book = createMoveBook()
    book.noteDeparture('1', { id: '1', asset: 'USDT', amount: '5', txHash: '0x1', time: 1, chainId: 56 }, '77')
    const other = createMoveBook()
    other.setAll(structuredClone(book.getAll()))
    expect(other.isNonceKnown('1', '77')).toBe(true)
    expect(other.listDepartures('1')).toEqual(book.listDepartures('1'))
  })
})
