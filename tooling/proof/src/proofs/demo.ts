import { createHash } from 'node:crypto'

import { createVirtualClock, parseSymbolRules } from '@aster/core'
import { decimalNumber, setting, wholeNumber } from '@aster/runtime'
import { defaultExchangeInfo } from '@aster/simulator'
import { type DemoResult, runDemo, type Summary } from 'demo'

import { createAudit } from '../demo/create-audit.ts'
import { demoPlants } from '../demo/demo-plants.ts'
import { defineProof, type ProofContext } from '../proof.ts'

const fields = {
  seeds: setting(wholeNumber({ min: 1 }), {
    description: 'How many markets.',
    placeholder: '<n>',
    default: 50,
    flagOnly: true,
  }),
  fromSeed: setting(wholeNumber({ min: 0 }), {
    description: 'The first of them.',
    placeholder: '<n>',
    default: 1,
    flagOnly: true,
  }),
  seconds: setting(decimalNumber({ above: 0, max: 3_600, unit: 'seconds' }), {
    description: 'How long each run trades, in virtual time.',
    placeholder: '<s>',
    default: 30,
    flagOnly: true,
  }),
}

const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const startMs = Date.UTC(2026, 0, 1)

/** The demo in memory, seed after seed, watched from the exchange's side. */
export const demoProof = defineProof({
  name: 'demo',
  summary:
    'Whatever the market does, the demo ends clean, as the exchange sees it; one seed gives one run, to the byte.',
  plants: demoPlants,
  fields,
  async run(context) {
    const { seeds, fromSeed } = context.values
    const failures: string[] = []
    const totals = { seeds: 0, clean: 0, trades: 0, fills: 0, violations: 0, unprotectedMsMax: 0 }
    for (let seed = fromSeed; seed < fromSeed + seeds && !context.signal.aborted; seed++) {
      const run = await runSeed(context, seed)
      totals.seeds += 1
      totals.clean += run.violations.length === 0 ? 1 : 0
      totals.trades += run.summary?.trades ?? 0
      totals.fills += run.summary?.fills ?? 0
      totals.violations += run.violations.length
      totals.unprotectedMsMax = Math.max(totals.unprotectedMsMax, run.summary?.unprotectedMsMax ?? 0)
      failures.push(...run.violations.map((violation) => `seed ${seed}: ${violation}; ${howToRepeat(context, seed)}`))
      // One finding is enough to show that a planted bug is found.
      if (context.plant !== undefined && failures.length > 0) break
    }
    const isRepeatable = await checkRepeatable(context, failures)
    return { summary: { ...totals, repeatable: isRepeatable }, failures }
  },
})

interface SeedRun {
  /** Undefined when the run broke off. */
  readonly summary: Summary | undefined
  readonly violations: readonly string[]
  /** Hash of the whole event log. */
  readonly digest: string
}

async function runSeed({ plant, values }: ProofContext<typeof fields>, seed: number): Promise<SeedRun> {
  const bug = demoPlants.find(({ name }) => name === plant)?.create() ?? {}
  const audit = createAudit(rulesOf)
  const hash = createHash('sha256')
  try {
    const result = await runDemo({
      link: 'memory',
      clock: createVirtualClock({ startMs }),
      seed,
      market: { kind: 'synthetic' },
      symbols,
      durationMs: values.seconds * 1_000,
      isDry: false,
      signal: new AbortController().signal,
      onLog: (line) => hash.update(line).update('\n'),
      onVenue: ({ exchange }) => void exchange.onEvent(audit.read),
      wrap: { transport: bug.wrapTransport, connector: bug.wrapConnector, signer: bug.wrapSigner },
    })
    const violations = [...audit.finish(result.summary), ...describeRun(result)]
    return { summary: result.summary, violations, digest: hash.digest('hex') }
  } catch (error) {
    return { summary: undefined, violations: [`broke off: ${String(error)}`], digest: hash.digest('hex') }
  }
}

function describeRun({ isClean, summary, left, faults }: DemoResult): readonly string[] {
  return [
    ...(isClean
      ? []
      : [`did not end clean: ${JSON.stringify(left)}, ${summary.incomplete} trades incomplete, ${faults} faults`]),
    ...(summary.trades > 0 ? [] : ['completed no trade']),
  ]
}

/** The same seed twice must write the same bytes, the next one others. */
async function checkRepeatable(context: ProofContext<typeof fields>, failures: string[]): Promise<boolean> {
  if (context.plant !== undefined || context.signal.aborted) return true
  const { fromSeed } = context.values
  const first = await runSeed(context, fromSeed)
  const again = await runSeed(context, fromSeed)
  const other = await runSeed(context, fromSeed + 1)
  if (first.digest !== again.digest) failures.push(`seed ${fromSeed} wrote two different event logs`)
  if (first.digest === other.digest) failures.push(`seeds ${fromSeed} and ${fromSeed + 1} wrote the same event log`)
  return first.digest === again.digest && first.digest !== other.digest
}

function howToRepeat({ values, plant }: ProofContext<typeof fields>, seed: number): string {
  const seconds = values.seconds === 30 ? '' : ` --seconds ${values.seconds}`
  return `again: pnpm proof demo --seeds 1 --from-seed ${seed}${seconds}${plant === undefined ? '' : ` --plant ${plant}`}`
}

function rulesOf(symbol: string) {
  const entry = defaultExchangeInfo.symbols.find((candidate) => candidate.symbol === symbol)
  if (entry === undefined) throw new Error(`The exchange does not know ${symbol}`)
  return parseSymbolRules(entry)
}
