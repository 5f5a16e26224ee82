import { createVirtualClock, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createRedactor } from '../redaction/create-redactor.ts'
import { createLogger, type LoggerOptions } from './create-logger.ts'

const key = 'f00dbabe'.repeat(8)

function capture(options: Partial<LoggerOptions> = {}, isTerminal = false) {
  const lines: string[] = []
  const output = { isTerminal, write: (text: string) => void lines.push(text) }
  const clock = createVirtualClock({ startMs: 1_790_000_000_000 })
  const log = createLogger({ name: 'maker', clock, output, redactor: createRedactor([new Secret(key)]), ...options })
  return { log, lines }
}

describe('the log', () => {
  it('is one JSON line an event where nobody looks, on the clock it is given', () => {
    const { log, lines } = capture()
    log.info('order placed', { symbol: 'BTCUSDT', price: '60000.1' })
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 30,
      time: 1_790_000_000_000,
      name: 'maker',
      msg: 'order placed',
      symbol: 'BTCUSDT',
      price: '60000.1',
    })
  })

  it('is for people on a terminal', () => {
    const { log, lines } = capture({}, true)
    log.warn('book is stale', { ageMs: 1_200 })
    expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: book is stale {"ageMs":1200}\n$/)
  })

  it('carries one correlation id from a signal to its fills', () => {
    const { log, lines } = capture()
    const child = log.child({ correlationId: 'sig-1' }).child({ symbol: 'ETHUSDT' })
    child.info('filled')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ correlationId: 'sig-1', symbol: 'ETHUSDT' })
  })

  it('leaves out what is below its level', () => {
    const { log, lines } = capture({ level: 'warn' })
    log.info('hello')
    expect(lines).toEqual([])
  })

  it.each([false, true])('shows no secret by field, by shape or by value (terminal: %s)', (isTerminal) => {
    const { log, lines } = capture({}, isTerminal)
    const error = new Error(`cannot use ${key}`, { cause: new Error(`inner ${key}`) })
    log.error(`boom ${key}`, {
      error,
      apiSecret: 'zzzzzzzz',
      url: 'https://x/?signature=0xabcdef',
      secret: new Secret(key),
    })
    log.child({ passphrase: 'open sesame' }).info('child')
    const text = lines.join('')
    for (const leak of [key, 'zzzzzzzz', '0xabcdef', 'open sesame']) expect(text).not.toContain(leak)
    expect(text).toContain('boom')
  })

  it('goes to a file as JSON as well', () => {
    const file: string[] = []
    const { log } = capture({ file: { write: (line) => void file.push(line) } }, true)
    log.info('x')
    expect(JSON.parse(file[0] ?? '')).toMatchObject({ msg: 'x' })
  })
})
