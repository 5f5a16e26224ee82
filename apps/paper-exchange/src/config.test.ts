import { parseSettings, SettingsError } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { paperExchangeSettings } from './config.ts'

const parse = (...argv: string[]) => parseSettings(paperExchangeSettings, { argv, env: {} })
const mistakesOf = (...argv: string[]): string => {
  try {
    parse(...argv)
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return ''
}

describe('paperExchangeSettings', () => {
  it('needs nothing', () => {
    expect(parse().values).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      market: { kind: 'synthetic' },
      symbols: [],
      speed: 1,
      limits: true,
      nonceWindowMs: 10_000,
      closed: false,
      console: true,
      consolePort: 0,
    })
  })

  it('reads every flag', () => {
    const user = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
    const { values } = parse(
      '--port=9001',
      '--host=0.0.0.0',
      '--market=replay:a:b.ndjson.gz',
      '--symbols=BTCUSDT,ETHUSDT',
      '--exchange-info=info.json',
      '--seed=7',
      '--speed=0.5',
      '--limits=off',
      '--closed',
      '--no-console',
      '--console-port=9002',
      '--nonce-window-ms=60000',
      '--accounts=a.json',
      '--account=v1:kkkk:ssss:1',
      `--account=v3:${user}:${user}:2`,
    )
    expect(values).toMatchObject({
      port: 9001,
      market: { kind: 'replay', file: 'a:b.ndjson.gz' },
      symbols: ['BTCUSDT', 'ETHUSDT'],
      speed: 0.5,
      limits: false,
      closed: true,
      console: false,
      consolePort: 9002,
      account: [{ usdt: '1' }, { usdt: '2', v3: { user } }],
    })
  })

  it.each([
    [
      ['--market', 'sythetic'],
      '--market: market must be synthetic, quiet, replay:<file> or live[:<rest-url>[,<ws-url>]], got "sythetic"',
    ],
    [['--latency-in', 'slow'], 'must be milliseconds'],
    [['--queue', 'middle'], 'must be front, proRata, log, back'],
    [['--maker-fee', '1'], 'must be a fraction'],
    [['--preset', 'cruel'], 'kind'],
    [['--market', 'live:nowhere'], 'must be synthetic, quiet'],
    [['--market', 'live', '--speed', '2'], 'speed must be 1 on a live market'],
    [['--speed', '0'], '--speed: speed must be a number above 0'],
    [['--limits', 'maybe'], '--limits: limits must be one of on, off'],
    [['--port', '70000'], '--port: port must be a whole number from 0 to 65535'],
    [['--sybmols', 'X'], 'did you mean --symbols?'],
    [['--mode', 'live'], 'must be paper'],
  ])('names what is wrong with %j', (argv, words) => {
    expect(mistakesOf(...argv)).toContain(words)
    expect(mistakesOf(...argv).split('\n')).toHaveLength(1)
  })

  it('never repeats a key or a secret', () => {
    const text = mistakesOf('--account', 'v1:the key:the-secret:10')
    expect(text).toContain('account.key must be 4 to 128 letters')
    expect(text).not.toContain('the-secret')
    expect(text).not.toContain('the key')
  })
})
