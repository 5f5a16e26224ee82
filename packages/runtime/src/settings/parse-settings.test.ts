import { Secret } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { defineSettings } from './define-settings.ts'
import { parseSettings, type SettingsSources } from './parse-settings.ts'
import { listSetting, optionalSetting, requiredSetting, setting, switchSetting } from './setting.ts'
import { SettingsError } from './settings-error.ts'
import { choice, decimalNumber, onOff, plainText, secretText, wholeNumber } from './text-schemas.ts'

const definition = defineSettings({
  program: 'example',
  summary: 'An example.',
  fields: {
    port: setting(wholeNumber({ min: 0, max: 65_535 }), { description: 'Port.', default: 0 }),
    speed: setting(decimalNumber({ above: 0 }), { description: 'Speed.', default: 1 }),
    market: setting(choice(['synthetic', 'quiet']), { description: 'Market.', default: 'synthetic' }),
    limits: setting(onOff(), { description: 'Limits.', default: true }),
    closed: switchSetting({ description: 'Closed.' }),
    nonceWindowMs: setting(wholeNumber({ min: 1 }), { description: 'Window.', default: 10_000 }),
    symbols: listSetting(plainText(), { description: 'Symbols.', default: ['BTCUSDT'] }),
    apiSecret: optionalSetting(secretText(), { description: 'Secret.', secret: true }),
  },
})

const parse = (sources: Partial<SettingsSources>) => parseSettings(definition, { argv: [], env: {}, ...sources })

function mistakesOf(sources: Partial<SettingsSources>): string[] {
  try {
    parse(sources)
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a setting with other names', () => {
  const fields = {
    port: setting(wholeNumber({ min: 0 }), { description: 'Port.', default: 0, alsoNamed: ['SERVER_PORT', 'PORT_NO'] }),
    token: optionalSetting(secretText(), { description: 'Token.', secret: true, alsoNamed: ['HOOK_TOKEN'] }),
  }
  const withoutEffect = { MAX_RETRIES: 'nothing is repeated' }
  const other = defineSettings({ program: 'example', summary: 'An example.', fields, withoutEffect })
  const read = (env: Record<string, string>, dotenv?: string) =>
    parseSettings(other, { argv: [], env, dotenv: dotenv === undefined ? undefined : { name: '.env', text: dotenv } })
  const refusal = (env: Record<string, string>, dotenv?: string): string => {
    try {
      return String(read(env, dotenv).provenance.port)
    } catch (error) {
      return error instanceof SettingsError ? error.message : String(error)
    }
  }

  it('is read by them in any letter case, and says which name gave the value', () => {
    for (const name of ['SERVER_PORT', 'server_port', 'PORT_NO']) {
      const { values, provenance } = read({ [name]: '7' })
      expect([values.port, provenance.port]).toEqual([7, name])
    }
    expect(read({ ASTER_PORT: '7', SERVER_PORT: '07' }).provenance.port).toBe('ASTER_PORT')
    expect(read({}, 'SERVER_PORT=8').provenance.port).toBe('.env SERVER_PORT')
    expect(read({ ASTER_PORT: '7' }, 'SERVER_PORT=8').values.port).toBe(7)
  })

  it('takes no two values: both names are in the error, and of a secret nothing else', () => {
    expect(refusal({ ASTER_PORT: '7', SERVER_PORT: '8' })).toBe(
      'SERVER_PORT: port disagrees with ASTER_PORT; set one of them, got "8"',
    )
    expect(refusal({ ASTER_EXAMPLE_PORT: '7', server_port: '8' })).toContain('disagrees with ASTER_EXAMPLE_PORT')
    expect(refusal({ PORT_NO: '7', SERVER_PORT: '8' })).toContain('PORT_NO: port disagrees with SERVER_PORT')
    expect(refusal({}, 'PORT_NO=7\nSERVER_PORT=8')).toContain('.env PORT_NO: port disagrees with .env SERVER_PORT')
    const about = refusal({ ASTER_TOKEN: 'hunter2hunter2', HOOK_TOKEN: 'Hunter2hunter2' })
    expect(about).toBe('HOOK_TOKEN: token disagrees with ASTER_TOKEN; set one of them')
  })

  it('warns of a variable that has no effect here, with the reason', () => {
    expect(read({ max_retries: '3' }).warnings).toEqual(['max_retries: has no effect: nothing is repeated'])
  })
})

describe('parseSettings', () => {
  it('takes defaults when nothing is said', () => {
    const { values, provenance } = parse({})
    expect(values).toMatchObject({ port: 0, speed: 1, market: 'synthetic', closed: false, symbols: ['BTCUSDT'] })
    expect(provenance.port).toBe('default')
  })

  it('prefers flag, then environment, then file, then .env, and says which it was', () => {
    const file = { name: 'aster.json', text: '{"port": 3, "speed": "3", "nonceWindowMs": 3}' }
    const dotenv = { name: '.env', text: 'ASTER_PORT=4\nASTER_SPEED=4\nASTER_NONCE_WINDOW_MS=4\nASTER_MARKET=quiet\n' }
    const { values, provenance } = parse({
      argv: ['--port', '1'],
      env: { ASTER_PORT: '2', ASTER_SPEED: '2' },
      file,
      dotenv,
    })
    expect(values).toMatchObject({ port: 1, speed: 2, nonceWindowMs: 3, market: 'quiet' })
    expect(provenance).toMatchObject({
      port: '--port',
      speed: 'ASTER_SPEED',
      nonceWindowMs: 'aster.json nonceWindowMs',
      market: '.env ASTER_MARKET',
    })
  })

  it('prefers the variable with the program in its name', () => {
    const { values, provenance } = parse({ env: { ASTER_EXAMPLE_NONCE_WINDOW_MS: '5', ASTER_NONCE_WINDOW_MS: '6' } })
    expect(values.nonceWindowMs).toBe(5)
    expect(provenance.nonceWindowMs).toBe('ASTER_EXAMPLE_NONCE_WINDOW_MS')
  })

  it('reports every mistake of every source at once, one line each', () => {
    const lines = mistakesOf({
      argv: ['--port', '70000', '--sped', '2', 'stray'],
      env: { ASTER_MARKET: 'synthetik' },
      file: { name: 'aster.json', text: '{"speed": 0, "colour": 1}' },
    })
    expect(lines).toEqual([
      '--sped: unknown flag, did you mean --speed?',
      'command line: unexpected word, got "stray"',
      'aster.json colour: unknown setting',
      '--port: port must be a whole number from 0 to 65535, got "70000"',
      'aster.json speed: speed must be a number above 0, got "0"',
      'ASTER_MARKET: market must be one of synthetic, quiet (did you mean synthetic?), got "synthetik"',
    ])
  })

  it('reads lists from repeated flags and from commas alike', () => {
    expect(parse({ argv: ['--symbols', 'A,B', '--symbols', 'C'] }).values.symbols).toEqual(['A', 'B', 'C'])
    expect(parse({ env: { ASTER_SYMBOLS: 'A, B,C' } }).values.symbols).toEqual(['A', 'B', 'C'])
    expect(parse({ file: { name: 'a.json', text: '{"symbols":["A","B","C"]}' } }).values.symbols).toEqual([
      'A',
      'B',
      'C',
    ])
  })

  it('knows a switch in each of its forms', () => {
    for (const argv of [['--closed'], ['--closed=on'], ['--closed=true']])
      expect(parse({ argv }).values.closed).toBe(true)
    expect(parse({ argv: ['--no-closed'], env: { ASTER_CLOSED: '1' } }).values.closed).toBe(false)
    expect(mistakesOf({ env: { ASTER_CLOSED: 'maybe' } })).toEqual([
      'ASTER_CLOSED: closed must be on or off, got "maybe"',
    ])
  })

  it('refuses one flag with two values, and a flag without one', () => {
    expect(mistakesOf({ argv: ['--port', '1', '--port=2', '--speed'] })).toEqual([
      '--port: port was given twice with different values, got "1 and 2"',
      '--speed: speed needs a value: --speed <text>',
    ])
  })

  it('passes over the lone -- that launchers leave behind', () => {
    expect(parse({ argv: ['--', '--port', '5'] }).values.port).toBe(5)
  })

  it('warns about unknown variables with our prefix, by name only', () => {
    expect(parse({ env: { ASTER_PROT: '12345', OTHER: '1' } }).warnings).toEqual([
      'ASTER_PROT: unknown variable, ignored; did you mean ASTER_PORT?',
    ])
  })

  it('does not warn about what other programs read', () => {
    const env = { ASTER_DEMO_DURATION: '5', ASTER_PRIVATE_KEY: '0x1', ASTER_API_KEY: 'x', ASTER_DESK_SIGNER: '0x2' }
    expect(parse({ env }).warnings).toEqual([])
  })

  it('says nothing about what several programs share, where this one has no use for it', () => {
    expect(parse({ env: { ASTER_HALT_FILE: '/run/halt', ASTER_STATE: '.aster/demo' } }).warnings).toEqual([])
  })

  it('names a required setting that is missing', () => {
    const strict = defineSettings({
      program: 'strict',
      summary: '',
      fields: { maxPosition: requiredSetting(decimalNumber({ above: 0 }), { description: 'Most that may be held.' }) },
    })
    expect(() => parseSettings(strict, { argv: [], env: {} })).toThrow(
      '--max-position or ASTER_MAX_POSITION: maxPosition is required: Most that may be held.',
    )
  })

  it('gives a frozen object', () => {
    const { values } = parse({})
    expect(Object.isFrozen(values)).toBe(true)
    expect(Object.isFrozen(values.symbols)).toBe(true)
  })
})

describe('secrets in settings', () => {
  const secret = '0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'

  it('come out as Secret', () => {
    const { apiSecret } = parse({ env: { ASTER_API_SECRET: secret } }).values
    expect(apiSecret).toBeInstanceOf(Secret)
    expect(apiSecret?.reveal()).toBe(secret)
  })

  it('are in no message, also under a mistyped flag, given twice, or in a broken file', () => {
    const attempts: Partial<SettingsSources>[] = [
      { argv: ['--api-secrt', secret] },
      { argv: [`--api-secrt=${secret}`] },
      { argv: ['--api-secret', secret, '--api-secret', 'other'] },
      { argv: [secret] },
      { env: { [`ASTER_PORT`]: 'x', ASTER_API_SECRET: secret } },
      { file: { name: 'a.json', text: `{"apiSecret": "${secret}" oops}` } },
      { file: { name: 'a.json', text: `{"apiSecrt": "${secret}"}` } },
    ]
    for (const attempt of attempts) {
      const lines = mistakesOf(attempt)
      expect(lines).not.toEqual([])
      expect(lines.join('\n')).not.toContain(secret.slice(6, 20))
    }
  })
})

describe('flags, environment and files', () => {
  const texts = fc.record(
    {
      port: fc.oneof(fc.integer({ min: -5, max: 70_000 }).map(String), fc.constantFrom('x', '1e3', '0x10', '5.5')),
      speed: fc.oneof(fc.double({ noNaN: true }).map(String), fc.constantFrom('2.5', '10', 'fast')),
      market: fc.constantFrom('synthetic', 'quiet', 'queit'),
      limits: fc.constantFrom('on', 'off', 'of'),
      closed: fc.constantFrom('on', 'off', 'true', 'false', '1', '0', 'maybe'),
      nonceWindowMs: fc.integer({ min: -1, max: 100_000 }).map(String),
      symbols: fc
        .array(fc.constantFrom('BTCUSDT', 'ETHUSDT', 'X'), { minLength: 1, maxLength: 4 })
        .map((list) => list.join(',')),
    },
    { requiredKeys: [] },
  )

  it('give the same values and the same mistakes', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const entries = Object.entries(given)
        const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
        const nameOf = (key: string) => `ASTER_${flagOf(key).slice(2).replaceAll('-', '_').toUpperCase()}`
        const env = Object.fromEntries(entries.map(([key, text]) => [nameOf(key), text]))
        const lines = Object.entries(env).map(([name, text]) => `${name}=${text}`)
        const answers = [
          { argv: entries.map(([key, text]) => `${flagOf(key)}=${text}`) },
          {
            argv: entries.flatMap(([key, text]) =>
              key === 'closed' ? [`${flagOf(key)}=${text}`] : [flagOf(key), text],
            ),
          },
          { env },
          { file: { name: 'settings.json', text: JSON.stringify(given) } },
          { dotenv: { name: '.env', text: lines.join('\n') } },
        ].map(answer)
        for (const other of answers.slice(1)) expect(other).toEqual(answers[0])
      }),
      { numRuns: 300 },
    )
  })

  /** The values, or the mistakes without their source. */
  function answer(sources: Partial<SettingsSources>): unknown {
    const lines = mistakesOf(sources)
    return lines.length === 0 ? parse(sources).values : lines.map((line) => line.slice(line.indexOf(': ')))
  }
})
