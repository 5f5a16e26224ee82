import { parseSettings, type SettingsDefinition, SettingsError } from '@aster/runtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Programs are no packages that one could import; their settings are read from where they lie. */
async function loadProgram(path: string, name: string): Promise<SettingsDefinition> {
  const module = (await import(new URL(path, import.meta.url).href)) as Record<string, SettingsDefinition>
  const definition = module[name]
  if (definition === undefined) throw new Error(`${path} exports no ${name}`)
  return definition
}

const programs: readonly SettingsDefinition[] = [
  await loadProgram('./config.ts', 'cliSettings'),
  await loadProgram('../../paper-exchange/src/config.ts', 'paperExchangeSettings'),
  await loadProgram('../../webhook-server/src/config.ts', 'webhookServerSettings'),
  await loadProgram('../../../tooling/demo/src/config.ts', 'demoSettings'),
  await loadProgram('../../webhook-server/src/config.ts', 'webhookServerSettings'),
]

const toWords = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const toFlag = (key: string): string => `--${toWords(key)}`
const toVariable = (key: string): string => `ASTER_${toWords(key).replaceAll('-', '_').toUpperCase()}`

/** Words that are right for some settings and wrong for others. */
const text = fc.oneof(
  fc.constantFrom('paper', 'live', 'dry', 'mainnet', 'testnet', 'on', 'off', 'true', 'quiet', 'synthetic', 'fair'),
  fc.constantFrom('0', '1', '7', '0.5', '-1', '1e3', '65536', '99999999999999999999', '08', '1.', 'NaN'),
  fc.constantFrom('BTCUSDT', 'BTCUSDT,ETHUSDT', 'https://example.org', '127.0.0.1', 'desk', 'critical', 'stdin.log'),
  fc.stringMatching(/^[A-Za-z0-9_./:~]{1,12}$/),
)

type Config = ReadonlyMap<string, string>

/** Some settings of a program with some texts. */
function configsOf({ fields }: SettingsDefinition): fc.Arbitrary<Config> {
  // what names further files or belongs to the command line alone is left out
  const keys = Object.entries(fields).filter(
    ([key, { flagOnly, positional }]) => key !== 'config' && !flagOnly && !positional,
  )
  const entry = fc
    .constantFrom(...keys)
    .chain(([key, { kind }]) =>
      fc.tuple(fc.constant(key), kind === 'switch' ? fc.constantFrom('on', 'off', 'true', 'false', 'maybe') : text),
    )
  return fc.array(entry, { minLength: 1, maxLength: 8 }).map((entries) => new Map(entries))
}

type Answer =
  | { readonly values: unknown }
  | { readonly mistakes: readonly (readonly [field: string | undefined, rule: string, value: string | undefined])[] }

/** Values, or every mistake; without where it was said. */
function answer(read: () => { readonly values: unknown }): Answer {
  try {
    return { values: read().values }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    const mistakes = error.mistakes.map(({ field, rule, value }) => [field, rule, value] as const)
    return { mistakes: mistakes.toSorted((a, b) => String(a).localeCompare(String(b))) }
  }
}

function readEverywhere(program: SettingsDefinition, config: Config): Record<string, Answer> {
  const entries = [...config]
  const none = { argv: [], env: {} }
  const lines = entries.map(([key, value]) => `${toVariable(key)}="${value}"`).join('\n')
  const json = JSON.stringify(Object.fromEntries(entries))
  const env = Object.fromEntries(entries.map(([key, value]) => [toVariable(key), value]))
  const argv = entries.map(([key, value]) => `${toFlag(key)}=${value}`)
  return {
    flags: answer(() => parseSettings(program, { argv, env: {} })),
    environment: answer(() => parseSettings(program, { argv: [], env })),
    file: answer(() => parseSettings(program, { ...none, file: { name: 'aster.json', text: json } })),
    lines: answer(() => parseSettings(program, { ...none, file: { name: 'aster.conf', text: lines } })),
    dotenv: answer(() => parseSettings(program, { ...none, dotenv: { name: '.env', text: lines } })),
  }
}

describe.each(programs.map((program) => [program.program, program] as const))('%s', (_name, program) => {
  it('gives one answer to 200 configurations, whether by flags, environment or a file', () => {
    fc.assert(
      fc.property(configsOf(program), (config) => {
        const { flags, ...others } = readEverywhere(program, config)
        expect(others).toEqual(Object.fromEntries(Object.keys(others).map((source) => [source, flags])))
      }),
      { numRuns: 200 },
    )
  })

  it('understands the names of the original programs as it understands ours', () => {
    const foreign = Object.entries(program.fields).filter(([, { alsoNamed }]) => alsoNamed.length > 0)
    fc.assert(
      fc.property(fc.constantFrom(...foreign.map(([key]) => key), 'mode'), text, (key, value) => {
        const ours = answer(() => parseSettings(program, { argv: [], env: { [toVariable(key)]: value } }))
        for (const name of program.fields[key]?.alsoNamed ?? []) {
          for (const spelled of [name, name.toLowerCase()]) {
            expect(answer(() => parseSettings(program, { argv: [], env: { [spelled]: value } }))).toEqual(ours)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('names every mistake at once: those of each setting by itself, and no other', () => {
    // rules over several settings are asked only where each of them is right
    const plain = { ...program, checks: [] }
    const mistakesOf = (config: Config) => {
      const argv = [...config].map(([key, value]) => `${toFlag(key)}=${value}`)
      const said = answer(() => parseSettings(plain, { argv, env: {} }))
      return 'mistakes' in said ? said.mistakes : []
    }
    fc.assert(
      fc.property(configsOf(program), (config) => {
        const alone = [...config].flatMap((entry) => mistakesOf(new Map([entry])))
        const whole = mistakesOf(config)
        expect(whole).toEqual(alone.toSorted((x, y) => String(x).localeCompare(String(y))))
        // and the rules over several settings hide none of them
        const argv = [...config].map(([key, value]) => `${toFlag(key)}=${value}`)
        const checked = answer(() => parseSettings(program, { argv, env: {} }))
        expect('mistakes' in checked ? checked.mistakes : []).toEqual(expect.arrayContaining([...whole]))
      }),
      { numRuns: 200 },
    )
  })
})

describe('two programs', () => {
  it('understand a setting that both have in the same way', () => {
    const [first, ...others] = programs
    if (first === undefined) throw new Error('no program')
    for (const other of others) {
      const shared = ['mode', 'detached', 'haltFile', 'state'].filter(
        (key) => key in first.fields && key in other.fields,
      )
      expect(shared).toContain('mode')
      fc.assert(
        fc.property(fc.constantFrom(...shared), text, (key, value) => {
          const [here, there] = [first, other].map(({ fields }) =>
            fields[key]?.schema.safeParse(fields[key].kind === 'switch' ? value === 'on' : value),
          )
          expect(there?.success).toBe(here?.success)
          expect(there?.data).toEqual(here?.data)
          expect(there?.error?.issues.map(({ message }) => message)).toEqual(
            here?.error?.issues.map(({ message }) => message),
          )
        }),
        { numRuns: 200 },
      )
    }
  })
})
