import { agentSigner, createNonceSource, type Signer } from '@aster/auth'
import type { Clock, Connector, Random, Secret, Transport } from '@aster/core'
import { createRestClient, createTimeSync, type RestClient } from '@aster/rest'
import { type Account, type AccountEvent, type Journal, openAccount } from '@aster/trades'
import { createStreamClient, type StreamClient } from '@aster/ws'

export interface DeskOptions {
  readonly clock: Clock
  readonly random: Random
  readonly privateKey: Secret
  readonly transport: Transport
  readonly connector: Connector
  readonly restUrl: string
  readonly wsUrl: string
  readonly symbols: readonly string[]
  /** Any of them stops entries. */
  readonly haltFiles: readonly string[]
  readonly journal: Journal | undefined
  readonly onEvent: (event: AccountEvent) => void
  /** Puts something between the programs and the signer; a proof plants faults with it. */
  readonly wrapSigner?: ((signer: Signer) => Signer) | undefined
}

/** One account with everything it takes to trade it. */
export interface Desk {
  readonly account: Account
  readonly rest: RestClient
  readonly streams: StreamClient
  close(): Promise<void>
}

/** Opens an account with an agent key. The paper exchange knows nobody yet: the first signed call opens the account. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { clock, random, transport, connector, restUrl, wsUrl, symbols, onEvent } = options
  const time = createTimeSync(createRestClient({ transport, clock, random, baseUrl: restUrl }), { clock })
  await time.sync()
  const signer = agentSigner({
    privateKey: options.privateKey,
    network: 'mainnet',
    nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
    clockUncertaintyMs: time.uncertaintyMs,
  })
  const rest = createRestClient({
    transport,
    clock,
    random: random.fork('rest'),
    baseUrl: restUrl,
    signer: options.wrapSigner?.(signer) ?? signer,
    time,
  })
  const streams = createStreamClient({ connector, clock, random: random.fork('streams'), baseUrl: wsUrl })
  const timeService = time.start()
  const account = await openAccount({
    name: 'demo',
    rest,
    streams,
    connector,
    wsUrl,
    clock,
    random: random.fork('account'),
    symbols,
    clientOrderIdPrefix: 'demo',
    exchangeNow: time.now,
    journal: options.journal,
    risk: { haltFile: options.haltFiles, program: 'demo' },
    onEvent,
  })
  return {
    account,
    rest,
    streams,
    async close() {
      await account.close({ policy: 'flatten', timeoutMs: 5_000 })
      await streams.close()
      await time.stop()
      await timeService
    },
  }
}
