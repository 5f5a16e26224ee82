import { agentSigner, createNonceSource } from '@aster/auth'
import { type Connector, createSeededRandom, Secret, type Transport, type VirtualClock } from '@aster/core'
import { createRestClient, type RestClient } from '@aster/rest'
import { createStreamClient, type StreamClient } from '@aster/ws'

import type { AccountEvent } from '../account/account-event.ts'
import type { Account } from '../account/account.ts'
import { openAccount, type OpenAccountOptions } from '../account/open-account.ts'

/** A well-known wallet and its agent, which the simulated exchange knows. Nothing of value belongs to them. */
export interface TestKeys {
  readonly agent: { readonly privateKey: string }
  readonly master: { readonly address: string }
}

export interface TestWorld extends AsyncDisposable {
  readonly account: Account
  readonly rest: RestClient
  readonly streams: StreamClient
  readonly events: AccountEvent[]
  /** Runs the clock until the work is done. */
  readonly run: <T>(work: Promise<T>, limitMs?: number) => Promise<T>
}

/** Opens an account on a simulated exchange under its virtual clock. */
export async function openTestAccount(parts: {
  readonly clock: VirtualClock
  readonly transport: Transport
  readonly connector: Connector
  readonly restUrl: string
  readonly wsUrl: string
  readonly keys: TestKeys
  /** For ids; `trades` by default. */
  readonly seed?: string
  readonly options?: Partial<OpenAccountOptions>
}): Promise<TestWorld> {
  const { clock, transport, connector, keys } = parts
  const random = createSeededRandom(parts.seed ?? 'trades')
  const rest = createRestClient({
    transport,
    clock,
    baseUrl: parts.restUrl,
    signer: agentSigner({
      privateKey: new Secret(keys.agent.privateKey),
      user: keys.master.address,
      nonces: createNonceSource({ clock }),
    }),
    random: random.fork('rest'),
  })
  const streams = createStreamClient({ connector, clock, random: random.fork('streams'), baseUrl: parts.wsUrl })
  const events: AccountEvent[] = []
  const run = <T>(work: Promise<T>, limitMs = 600_000) => clock.runUntil(work, { limitMs })
  const account = await run(
    openAccount({
      rest,
      streams,
      connector,
      wsUrl: parts.wsUrl,
      clock,
      random: random.fork('account'),
      symbols: ['BTCUSDT'],
      clientOrderIdPrefix: 'test',
      onEvent: (event) => void events.push(event),
      ...parts.options,
    }),
  )
  return {
    account,
    rest,
    streams,
    events,
    run,
    async [Symbol.asyncDispose]() {
      await run(account.close({ timeoutMs: 20_000 }))
      await run(streams.close())
    },
  }
}
