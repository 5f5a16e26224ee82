import type { Clock, Connector, Transport } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import { type AccountSpec, createExchange, type Exchange } from '@aster/simulator'
import { createWsConnector } from '@aster/ws'

import type { DemoMarket } from '../core/demo-market.ts'

export interface VenueOptions {
  readonly clock: Clock
  readonly link: 'sockets' | 'memory'
  readonly seed: number
  readonly market: DemoMarket
  readonly symbols: readonly string[]
  /** Accounts that are there from the start; any other user gets one with its first signed call. */
  readonly accounts?: readonly AccountSpec[] | undefined
  /** A fault of the exchange itself. */
  readonly onFault: (error: unknown) => void
}

/** A running paper exchange and the way to it. */
export interface Venue {
  readonly exchange: Exchange
  readonly restUrl: string
  readonly wsUrl: string
  readonly transport: Transport
  readonly connector: Connector
  close(): Promise<void>
}

/** Time a message takes in memory, each way: about what a data centre next door needs. */
const memoryLatencyMs = 2

/** Starts the exchange; over sockets on a free port of this machine alone. */
export async function openVenue(options: VenueOptions): Promise<Venue> {
  const { clock, link, seed, market, symbols, accounts, onFault } = options
  const exchange = createExchange({
    clock,
    seed,
    symbols,
    accounts,
    market: market.kind === 'replay' ? { replay: market.path, atEnd: 'loop' } : market.kind,
    onFault,
  })
  await exchange.start()
  if (link === 'memory') {
    const { restUrl, wsUrl } = exchange
    const transport = exchange.transport({ latencyMs: memoryLatencyMs })
    const connector = exchange.connector({ latencyMs: memoryLatencyMs })
    return { exchange, restUrl, wsUrl, transport, connector, close: () => exchange.stop() }
  }
  const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const transport = createUndiciTransport({ clock })
  const connector = createWsConnector()
  return {
    exchange,
    restUrl,
    wsUrl,
    transport,
    connector,
    async close() {
      await connector.close()
      await transport.close()
      await exchange.stop()
    },
  }
}
