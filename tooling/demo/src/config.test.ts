import { parseSettings } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { demoSettings } from './config.ts'

const parse = (...argv: string[]) => parseSettings(demoSettings, { argv, env: {} }).values

describe('the settings of the demo', () => {
  it('need nothing: a minute on a synthetic market, over sockets, with paper money', () => {
    expect(parse()).toMatchObject({
      duration: 60,
      market: { kind: 'synthetic' },
      transport: 'sockets',
      mode: 'paper',
      json: false,
    })
  })

  it('take a recording', () => {
    expect(parse('--market', 'replay:../a b.gz').market).toEqual({ kind: 'replay', path: '../a b.gz' })
  })

  it.each([
    [['--duration', '0'], 'must be a number of seconds above 0'],
    [['--duration', 'x'], 'must be a number of seconds'],
    [['--seed', '1.5'], 'must be a whole number'],
    [['--market', 'lively'], 'must be synthetic, quiet or replay:<file>'],
    [['--market', 'replay:'], 'must be synthetic, quiet or replay:<file>'],
    [['--transport', 'pigeon'], 'must be one of sockets, memory'],
    [['--mode', 'live'], 'must be dry or paper'],
  ])('refuse %j', (argv, reason) => {
    expect(() => parse(...argv)).toThrow(reason)
  })
})
