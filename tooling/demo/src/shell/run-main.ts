import { generateAgentKey, readCredentials } from '@aster/auth'
import { createVirtualClock } from '@aster/core'
import type { ProgramContext } from '@aster/runtime'

import type { demoSettings } from '../config.ts'
import { formatMarket } from '../core/demo-market.ts'
import { listNextCommands } from '../core/next-commands.ts'
import { renderSummary } from '../core/render-summary.ts'
import { checkInputs, type DemoInputs } from './check-inputs.ts'
import { openAudience } from './open-audience.ts'
import { openEventLog } from './open-event-log.ts'
import { openRecords } from './open-records.ts'
import { openState } from './open-state.ts'
import { type DemoLink, type DemoResult, runDemo } from './run-demo.ts'

export type DemoContext = ProgramContext<typeof demoSettings.fields>

/** Where the virtual clock starts: any moment does, as long as it is always the same. */
const virtualStartMs = Date.UTC(2026, 0, 1)

/** Runs the demo as the settings say and shows it. Exit code 0 only if nothing of ours is left. */
export async function runMain(context: DemoContext): Promise<number> {
  const { values, stdout } = context
  const inputs = await checkInputs(context)
  await using stack = new AsyncDisposableStack()
  // first of all: a demo that is refused touches nothing of the one that runs
  const folder = openState(context)
  stack.use(folder)
  const log = openEventLog(context)
  stack.defer(log.close)
  const given = readCredentials(context.env, { alias: 'demo', required: 'none' }).v3?.privateKey
  const audience = openAudience(context)
  // in memory the seed gives the key
  const privateKey = given ?? (folder && generateAgentKey())
  const records = folder && privateKey && (await openRecords(context, { folder, stack, privateKey }))
  stack.defer(audience.close)
  const result = await runDemo({
    ...chooseLink(context),
    seed: values.seed,
    ...inputs,
    durationMs: values.duration * 1_000,
    isDry: values.mode === 'dry',
    signal: context.signal,
    onLog: log.write,
    onStory: audience.tell,
    onBoard: audience.watch,
    privateKey,
    ...records,
  })
  await stack.disposeAsync()
  stdout.write(values.json ? `${renderJson(context, inputs, result)}\n` : renderText(context, result))
  return result.isClean ? 0 : 1
}

function chooseLink({ clock, values }: DemoContext): DemoLink {
  if (values.transport === 'sockets') return { link: 'sockets', clock }
  return { link: 'memory', clock: createVirtualClock({ startMs: virtualStartMs }) }
}

function renderJson({ values }: DemoContext, { market, symbols }: DemoInputs, result: DemoResult): string {
  return JSON.stringify({
    ...result.summary,
    clean: result.isClean,
    faults: result.faults,
    requestedDurationMs: values.duration * 1_000,
    mode: values.mode,
    transport: values.transport,
    market: formatMarket(market),
    seed: values.seed,
    symbols,
  })
}

function renderText({ values }: DemoContext, { records, summary }: DemoResult): string {
  const state = values.transport === 'memory' ? undefined : values.state
  return [
    '',
    renderSummary(records, summary),
    '',
    'Next, try:',
    ...listNextCommands(values.seed, state).map((command) => `  ${command}`),
    '',
  ].join('\n')
}
