import { describe, expect, it } from 'vitest'

import { completeMessage } from './complete-message.ts'

const facts = { symbol: 'BTCUSDT', id: 'console-1' }

describe('completeMessage', () => {
  it('adds symbol and id where the message names none', () => {
    expect(completeMessage('{"action":"close"}', facts)).toBe('{"symbol":"BTCUSDT","id":"console-1","action":"close"}')
    expect(completeMessage(' {} ', facts)).toBe('{"symbol":"BTCUSDT","id":"console-1"} ')
  })

  it.each(['{"symbol":"ETHUSDT","id":"mine"}', '{"ticker":"ETHUSDT","alert_id":"mine"}'])('leaves %s alone', (text) => {
    expect(completeMessage(text, facts)).toBe(text)
  })

  it('keeps the text of numbers, and what is forgiven, as it was written', () => {
    const text = '{ "quantity": 0.10000000000000000001, "price": 2, }'
    expect(completeMessage(text, facts)).toBe(`{"symbol":"BTCUSDT","id":"console-1",${text.slice(1)}`)
  })

  it.each(['', 'close', '[]', '{"a":1}{"b":2}', '{"a":1,"a":2}'])('leaves %j to whoever takes it in', (text) => {
    expect(completeMessage(text, facts)).toBe(text)
  })
})
