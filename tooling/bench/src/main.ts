import type { EngineName } from '@aster/auth'
import {
  choice,
  defineSettings,
  listSetting,
  optionalSetting,
  plainText,
  runProgram,
  SettingsError,
  setting,
  switchSetting,
  wholeNumber,
} from '@aster/runtime'

import type { Row } from './benchmark.ts'
import { benchNames, explainBenchName, findBenchmark, laterBenchNames } from './registry/bench-registry.ts'
import { renderTable } from './report/render-table.ts'

const settings = defineSettings({
  program: 'bench',
  summary: `Measures us against our peers, side by side in one run. Rows: ${benchNames.join(', ')}. To come: ${laterBenchNames.join(', ')}.`,
  fields: {
    names: listSetting(plainText(), {
      description: 'Rows to measure; all of them unless given.',
      placeholder: '<name>',
      positional: true,
      flagOnly: true,
    }),
    json: switchSetting({ description: 'Prints one JSON line per row.', flagOnly: true }),
    engine: setting<EngineName | 'auto'>(choice(['auto', 'native', 'wasm', 'js']), {
      description: 'Signs with this engine; auto takes the fastest that loads.',
      placeholder: '<engine>',
      default: 'auto',
      flagOnly: true,
    }),
    seconds: optionalSetting(wholeNumber({ min: 2 }), {
      description: 'How long rows that hold a load hold it; their own by default.',
      placeholder: '<n>',
      flagOnly: true,
    }),
  },
  examples: [
    { command: 'pnpm bench', meaning: 'Every row, as a table.' },
    { command: 'pnpm bench auth.sign-v3.vs-ethers --json', meaning: 'One row, as JSON.' },
    { command: 'pnpm bench webhook.ack --seconds 60', meaning: 'The load for a minute.' },
  ],
})

await runProgram({
  settings,
  async main({ values, clock, signal, stdout, stderr }) {
    const names = values.names.length === 0 ? benchNames : values.names
    const mistakes = names.flatMap((name) => explainBenchName(name) ?? [])
    if (mistakes.length > 0) {
      throw new SettingsError(mistakes.map((rule) => ({ source: 'bench', field: undefined, rule, value: undefined })))
    }
    const note = (line: string) => stderr.write(`${line}\n`)
    const rows: Row[] = []
    for (const name of names) {
      const benchmark = await findBenchmark(name)
      if (benchmark === undefined) continue
      const row = await benchmark(name, { clock, signal, engine: values.engine, seconds: values.seconds, note })
      rows.push(row)
      if (values.json) stdout.write(`${JSON.stringify(row)}\n`)
    }
    if (!values.json) stdout.write(renderTable(rows))
  },
})
