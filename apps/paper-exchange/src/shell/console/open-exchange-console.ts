import type { Clock } from '@aster/core'
import { consoleRoute, createEventFeed, type EdgeRoute, serveEdge } from '@aster/runtime'
import type { Exchange } from '@aster/simulator'

import { listActiveFaults, renderFaultBanner } from '../../core/list-active-faults.ts'
import { createExchangeSampler } from './create-exchange-sampler.ts'
import { createFaultActions } from './create-fault-actions.ts'

/** The page on which a person watches an exchange and lets things go wrong. */
export interface ExchangeConsole extends AsyncDisposable {
  readonly url: string
  close(): Promise<void>
}

const sampleEveryMs = 500

/**
 * Serves the panel of an exchange on loopback: books, accounts, a button for each kind of fault. The exchange is looked at
 * only while somebody looks at the page.
 *
 * @param options.port - 0 takes any free one.
 * @throws {EdgeServerError} The port cannot be had.
 */
export async function openExchangeConsole(options: {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly port: number
  /** What else is served under the address. */
  readonly routes?: readonly EdgeRoute[] | undefined
}): Promise<ExchangeConsole> {
  const { exchange, clock, port, routes = [] } = options
  const feed = createEventFeed({ clock })
  const sampler = createExchangeSampler({ exchange, publish: (body) => feed.publish(body) })
  const actions = createFaultActions(exchange)
  const page = consoleRoute({
    program: 'paper-exchange',
    mode: 'paper',
    feed,
    clock,
    actions: () => actions,
    lists: () => [listActiveFaults(exchange.faults.report()), sampler.listAccounts()],
    banner: () => renderFaultBanner(exchange.faults.report()),
  })
  const server = await serveEdge({ port, routes: [page, ...routes] })
  const tick = () => {
    if (page.isWatched()) sampler.sample()
    timer = clock.schedule(sampleEveryMs, tick)
  }
  let timer = clock.schedule(sampleEveryMs, tick)
  const close = async () => {
    timer.cancel()
    page[Symbol.dispose]()
    await server.close()
  }
  return { url: server.url, close, [Symbol.asyncDispose]: close }
}
