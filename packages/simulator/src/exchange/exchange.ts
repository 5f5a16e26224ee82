import type { Connector, Transport } from '@aster/core'

import type { AccountSpec } from '../accounts/account-spec.ts'
import type { Engine } from '../engine/types.ts'
import type { Faults } from '../faults/create-fault-layer.ts'
import type { RequestHandler } from '../http/raw-request.ts'
import type { StreamHub } from '../streams/stream-hub.ts'
import type { Listener } from './listen.ts'

/** How a client in the same process reaches the exchange. */
export interface MemoryLinkOptions {
  /** Time each message takes, each way; 0 by default. */
  readonly latencyMs?: number
  /** What the exchange sees as the caller's address; 127.0.0.1 by default. */
  readonly remoteAddress?: string
}

/** A whole exchange: engine, market, accounts, REST and streams. */
export interface Exchange extends AsyncDisposable {
  /** Base URLs to give to clients that use {@link Exchange.transport} and {@link Exchange.connector}. */
  readonly restUrl: string
  readonly wsUrl: string
  transport(options?: MemoryLinkOptions): Transport
  connector(options?: MemoryLinkOptions): Connector
  /** The one handler behind the transport and the HTTP server. Faults stand before it. */
  readonly handleRequest: RequestHandler
  /** What goes wrong between callers and the handler, by script. Also `POST`, `PATCH`, `GET`, `DELETE /simulator/faults`. */
  readonly faults: Faults
  /** The one hub behind the connector and the WebSocket server. */
  readonly streams: StreamHub
  /** The matching engine, for tests and feeds that steer the market by hand. */
  readonly engine: Engine
  /** The symbols that are traded. */
  readonly symbols: readonly string[]
  /** Opens one more account and returns its id. */
  openAccount(spec: AccountSpec): string
  /** Fills the books and sets the market going. Resolves when orders can be taken. */
  start(): Promise<void>
  /** Stops the market, ends every connection. */
  stop(): Promise<void>
  /** Serves over real sockets. Port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<Listener>
  /** What `GET /simulator/state` answers. */
  state(): object
  /** Hands on every line of the event log from now; the function returned ends that. */
  onEvent(listener: (line: string) => void): () => void
}
