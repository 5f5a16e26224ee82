import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { describeRefusal } from '../testing/describe-refusal.ts'
import { parseBody } from './parse-body.ts'
import { readJson } from './read-json.ts'

describe('the text of an alert', () => {
  it('may have a byte order mark, white space around it and trailing commas, and keeps commas in its texts', () => {
    expect(parseBody('\uFEFF \r\n{"a":"x,}","b":[1,2,],}\n')).toEqual({ a: 'x,}', b: [1, 2] })
  })

  it('reads what JSON.parse reads, as far as a double holds it', () => {
    const texts = fc.json({ maxDepth: 6 }).filter((text) => !/[0-9]e[-+]?[0-9]/i.test(text))
    fc.assert(
      fc.property(texts, (text) => {
        expect(readJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps every digit of a number that a double would round', () => {
    const text = '{"a":0.12345678901234567891,"b":12345678901234567890123,"c":1e-05,"d":-0,"e":0.10,"f":1e400}'
    expect(readJson(text)).toEqual({
      a: '0.12345678901234567891',
      b: '12345678901234567890123',
      c: 0.00001,
      d: -0,
      e: 0.1,
      f: '1e400',
    })
  })

  it('keeps a key that objects have by themselves as the plain key that it is', () => {
    const value = readJson('{"__proto__":{"quantity":5},"constructor":1}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(value['quantity']).toBeUndefined()
    expect(({} as Record<string, unknown>)['quantity']).toBeUndefined()
  })

  it.each([
    ['', 'body is empty'],
    ['   ', 'body is empty'],
    ['hello', 'body is no valid JSON'],
    ['close BTCUSDT', 'body is no valid JSON'],
    ['"close"', 'body must be one JSON object'],
    ['null', 'body must be one JSON object'],
    ['[1]', 'body must be one JSON object'],
    ['\u001F\u008B\b\u0000', 'body is compressed; send plain text'],
    [`{'action':'close'}`, 'body uses single quotes; JSON wants double quotes'],
    [`{"action":'close'}`, 'action uses single quotes; JSON wants double quotes'],
    ['{"quantity":NaN}', 'quantity is NaN, which is no number'],
    ['{"stop_loss":{"percent":-Infinity}}', 'stop_loss.percent is -Infinity, which is no number'],
    ['{"quantity":0,001}', 'quantity must have a point, not a comma'],
    ['{"take_profits":[[1,0.5],[2,0.5]],"quantity":0,5,"side":"BUY"}', 'quantity must have a point, not a comma'],
    ['{"quantity":007}', 'quantity is no valid JSON number'],
    ['{"quantity":.5}', 'quantity is no valid JSON'],
    ['{"quantity":1.}', 'quantity is no valid JSON number'],
    ['{"quantity":٣}', 'quantity is no valid JSON'],
    ['{"a":1}{"b":2}', 'body holds more than one JSON object'],
    ['{"a":1}\n\n{"a":1}', 'body holds more than one JSON object'],
    ['{"a":1} and more', 'body has text behind its JSON object'],
    ['{"price":{{plot_0}}}', 'price is a placeholder that was not replaced'],
    ['{"stop_loss":{"price":{{plot_1}}}}', 'stop_loss.price is a placeholder that was not replaced'],
    ['{"a":1', 'body is no valid JSON'],
    ['{"a":1,', 'body is no valid JSON'],
    ['{"a":"x', 'a is no valid JSON'],
    ['{"a":"\n"}', 'a has a text with an escape or a line break that JSON does not know'],
    [String.raw`{"a":"\x"}`, 'a has a text with an escape or a line break that JSON does not know'],
    ['{"quantity":1,"side":"BUY","quantity":2}', 'quantity is there twice'],
    ['{"stop_loss":{"percent":1,"percent":9}}', 'stop_loss.percent is there twice'],
    [String.raw`{"quantity":1,"quantit\u0079":2}`, 'quantity is there twice'],
  ])('%j is refused with the field and the rule', (text, reason) => {
    expect(describeRefusal(() => parseBody(text))).toBe(`400 ${reason}`)
  })

  it('is refused where it is nested deeper than any alert, before the nesting costs anything', () => {
    const deep = `{"a":${'['.repeat(30_000)}`
    expect(describeRefusal(() => parseBody(deep))).toMatch(/^400 .* is nested more than 20 deep$/)
    expect(describeRefusal(() => parseBody(`{"a":${'{"a":'.repeat(18)}1${'}'.repeat(19)}`))).toBe('taken')
  })

  it('ends in a refusal or an object for any bytes, and never repeats a text of more than a name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(describeRefusal(() => parseBody(text))).toMatch(/^(taken|400 )/s)
      }),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(describeRefusal(() => parseBody(Buffer.from(bytes).toString('utf8')))).toMatch(/^(taken|400 )/s)
      }),
      { numRuns: 200 },
    )
  })
})
