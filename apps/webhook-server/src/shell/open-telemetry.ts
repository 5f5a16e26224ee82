import type { Secret } from '@aster/core'
import {
  createEventFeed,
  createHealth,
  createMetrics,
  createRedactor,
  type EventFeed,
  feedMetrics,
  type Health,
  logFeed,
  type Logger,
  type Metrics,
  openFeedFile,
  openProgramLog,
  openProgramNotices,
  type Redactor,
  type StateFolder,
} from '@aster/runtime'

import type { ServerContext } from './open-seats.ts'

/** Everything by which the server tells what happens. */
export interface Telemetry {
  readonly log: Logger
  readonly feed: EventFeed
  readonly metrics: Metrics
  readonly health: Health
  /** Hides secrets in all of them; more may be added. */
  readonly redactor: Redactor
}

/** Opens log, feed, its file, metrics, health and notices, and has the stack close them. */
export function openTelemetry(
  { values, settings, clock, stderr, resolvePath, atExit }: ServerContext,
  stack: AsyncDisposableStack,
  { folder, secrets }: { readonly folder: StateFolder; readonly secrets: readonly Secret[] },
): Telemetry {
  const redactor = createRedactor(secrets)
  const { log } = stack.use(
    openProgramLog({
      name: 'webhook-server',
      values,
      clock,
      output: stderr,
      resolvePath,
      redactor,
      atExit,
      refuse: settings.refuse,
    }),
  )
  const feed = createEventFeed({ clock, redactor })
  const metrics = createMetrics('webhook_server')
  const health = createHealth()
  stack.defer(feedMetrics(feed, metrics))
  health.add('disk', 'ready', () => describeDisk(folder.freeBytes()))
  stack.defer(logFeed(feed, log))
  const feedFile = openFeedFile({ feed, path: folder.file('feed.jsonl'), clock })
  stack.defer(() => feedFile.close())
  stack.use(openProgramNotices({ program: 'webhook-server', values, feed, health, clock, redactor, log }))
  return { log, feed, metrics, health, redactor }
}

/** Below this the next signal may be the one that cannot be written down. */
const leastFreeMiB = 8

function describeDisk(freeBytes: number) {
  const freeMiB = Math.floor(freeBytes / 1024 / 1024)
  return { ok: freeMiB >= leastFreeMiB, detail: `${freeMiB} MiB left; at least ${leastFreeMiB} are needed` }
}
