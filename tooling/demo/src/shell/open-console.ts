import type { Clock } from '@aster/core'
import {
  consoleRoute,
  createEventFeed,
  createHealth,
  createMetrics,
  feedMetrics,
  healthRoute,
  metricsRoute,
  serveEdge,
} from '@aster/runtime'
import {
  type Account,
  type AccountEvent,
  createAccountFeed,
  flatten,
  type PublishFeed,
  sampleAccount,
} from '@aster/trades'
import type { StreamClient } from '@aster/ws'

/** The page in which a person watches the demo and can stop it. */
export interface DemoConsole {
  readonly url: string
  onEvent(event: AccountEvent): void
  /** Shows this account and offers its switches. */
  attach(desk: { readonly account: Account; readonly streams: Pick<StreamClient, 'watch'> }): void
  close(): Promise<void>
}

const flattenWithinMs = 10_000

/** Serves console, health and metrics on loopback. */
export async function openConsole(options: { readonly clock: Clock; readonly port: number }): Promise<DemoConsole> {
  const { clock, port } = options
  const feed = createEventFeed({ clock })
  const metrics = createMetrics('demo')
  const health = createHealth()
  const stopCounting = feedMetrics(feed, metrics)
  const publish: PublishFeed = (body, correlationId) => feed.publish(body, correlationId)
  const accountFeed = createAccountFeed({ name: 'demo', publish })
  let account: Account | undefined
  let stopSampling: (() => void) | undefined

  const halt = {
    id: 'halt',
    label: 'Halt',
    question: 'Entries that rest are cancelled and none is placed any more. Stops stay, exits go on.',
    isDangerous: true,
    run: async () => {
      await account?.risk.halt('console')
      return 'halted: only exits from now on'
    },
  }
  const resume = {
    id: 'resume',
    label: 'Resume',
    question: 'Entries are placed again. Loss and drawdown are counted from here.',
    run: async () => {
      await account?.risk.resume('console')
      return 'active again'
    },
  }
  const close = {
    id: 'flatten',
    label: 'Flatten',
    question: 'Every trade is closed, every order of ours cancelled. New entries go on unless halted.',
    isDangerous: true,
    run: async () => {
      if (account === undefined) return 'nothing to close yet'
      const { failed } = await flatten(account, { deadlineMs: flattenWithinMs })
      if (failed.length > 0) throw new Error(`not closed: ${failed.map(({ symbol }) => symbol).join(', ')}`)
      return 'flat'
    },
  }
  const page = consoleRoute({
    program: 'demo',
    mode: 'paper',
    feed,
    clock,
    actions: () => (account === undefined ? [] : [account.risk.state === 'active' ? halt : resume, close]),
    banner: () => {
      if (account === undefined || account.risk.state === 'active') return undefined
      return `${account.risk.state.toUpperCase()}: ${account.risk.reason}`
    },
  })
  health.add('account', 'ready', () => ({
    ok: account?.state === 'live',
    detail: account === undefined ? 'is not open yet' : `is ${account.state}`,
  }))
  const server = await serveEdge({ port, routes: [page, healthRoute(health), metricsRoute(metrics)] })
  return {
    url: server.url,
    onEvent: accountFeed.onEvent,
    attach({ account: opened, streams }) {
      account = opened
      stopSampling = sampleAccount({ account, clock, publish, feed: accountFeed, streams })
    },
    async close() {
      health.drain()
      stopSampling?.()
      stopCounting()
      page[Symbol.dispose]()
      await server.close()
    },
  }
}
