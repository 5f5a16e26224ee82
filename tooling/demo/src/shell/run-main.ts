import { readCredentials } from '@aster/auth'
import { createVirtualClock } from '@aster/core'
import { EdgeServerError, type ProgramContext } from '@aster/runtime'

import type { demoSettings } from '../config.ts'
import { formatMarket } from '../core/demo-market.ts'
import { listNextCommands } from '../core/next-commands.ts'
import { renderSummary } from '../core/render-summary.ts'
import { checkInputs, type DemoInputs } from './check-inputs.ts'
import { openAudience } from './open-audience.ts'
import { type DemoConsole, openConsole } from './open-console.ts'
import { openEventLog } from './open-event-log.ts'
import { type DemoLink, type DemoResult, runDemo } from './run-demo.ts'

export type DemoContext = ProgramContext<typeof demoSettings.fields>

/** Where the virtual clock starts: any moment does, as long as it is always the same. */
const virtualStartMs = Date.UTC(2026, 0, 1)

/** Runs the demo as the settings say and shows it. Exit code 0 only if nothing of ours is left. */
export async function runMain(context: DemoContext): Promise<number> {
  const { values, stdout } = context
  const inputs = await checkInputs(context)
  const log = openEventLog(context)
  const audience = openAudience(context)
  const page = await openPage(context)
  let result: DemoResult
  try {
    result = await runDemo({
      ...chooseLink(context),
      seed: values.seed,
      ...inputs,
      durationMs: values.duration * 1_000,
      isDry: values.mode === 'dry',
      signal: context.signal,
      onLog: log.write,
      onStory: audience.tell,
      onBoard: audience.watch,
      privateKey: readCredentials(context.env, { alias: 'demo', required: 'none' }).v3?.privateKey,
      haltFile: values.transport === 'memory' ? undefined : context.resolvePath(values.haltFile),
      console: page,
    })
  } finally {
    audience.close()
    log.close()
    await page?.close()
  }
  stdout.write(values.json ? `${renderJson(context, inputs, result)}\n` : renderText(values.seed, result))
  return result.isClean ? 0 : 1
}

/** In memory time runs too fast to watch. */
async function openPage({ values, clock, settings }: DemoContext): Promise<DemoConsole | undefined> {
  if (!values.console || values.transport === 'memory') return undefined
  try {
    return await openConsole({ clock, port: values.consolePort })
  } catch (error) {
    throw error instanceof EdgeServerError ? settings.refuse('consolePort', error.message) : error
  }
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

function renderText(seed: number, { records, summary }: DemoResult): string {
  return [
    '',
    renderSummary(records, summary),
    '',
    'Next, try:',
    ...listNextCommands(seed).map((command) => `  ${command}`),
    '',
  ].join('\n')
}
