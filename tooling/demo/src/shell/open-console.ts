import type { Clock } from '@aster/core'
import {
  consoleRoute,
  createHealth,
  createMetrics,
  type EventFeed,
  feedMetrics,
  healthRoute,
  metricsRoute,
  serveEdge,
} from '@aster/runtime'
import type { Exchange } from '@aster/simulator'
import { type Account, flatten } from '@aster/trades'
import { type ExchangeConsole, openExchangeConsole } from 'paper-exchange'

/** The page in which a person watches the demo and can stop it. */
export interface DemoConsole {
  readonly url: string
  /** Serves a page for the exchange too, on a port of its own. Resolves with its address. */
  openExchangePanel(exchange: Exchange): Promise<string>
  /** Offers the switches of this account. */
  attach(account: Account): void
  close(): Promise<void>
}

const flattenWithinMs = 10_000

/** Serves console, health and metrics on loopback. */
export async function openConsole(options: {
  readonly clock: Clock
  readonly port: number
  readonly feed: EventFeed
}): Promise<DemoConsole> {
  const { clock, port, feed } = options
  const metrics = createMetrics('demo')
  const health = createHealth()
  const stopCounting = feedMetrics(feed, metrics)
  let account: Account | undefined
  let panel: ExchangeConsole | undefined

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
    async openExchangePanel(exchange) {
      panel = await openExchangeConsole({ exchange, clock, port: 0 })
      return panel.url
    },
    attach(opened) {
      account = opened
    },
    async close() {
      health.drain()
      stopCounting()
      page[Symbol.dispose]()
      await panel?.close()
      await server.close()
    },
  }
}
