import { agentSigner, computeKeyAddress, createNonceSource, type Signer } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { type Connector, createSeededRandom, createVirtualClock, type Transport, type VirtualClock } from '@aster/core'
import { createRestClient } from '@aster/rest'
import {
  createExchange,
  type EnginePolicy,
  type Exchange,
  parseExchangeInfo,
  defaultExchangeInfo,
} from '@aster/simulator'
import { type Account, noRiskLimits, openAccount } from '@aster/trades'
import { createStreamClient } from '@aster/ws'

import { drawFaults } from './draw-faults.ts'
import { spoilUserStream } from './spoil-stream.ts'
import { watchWire, type WireWatch } from './watch-wire.ts'

export const chaosSymbol = 'BTCUSDT'
const startMs = Date.UTC(2026, 0, 1, 12)
/** As the newest documentation has it: a placement may arrive this late. */
const nonceWindowMs = 60_000

/** What a planted bug puts between the trades and the exchange. Made anew for every run. */
export interface ChaosBug {
  readonly wrapTransport?: (transport: Transport) => Transport
  readonly wrapConnector?: (connector: Connector) => Connector
  readonly wrapSigner?: (signer: Signer) => Signer
  /** Told before each trade: a bug of a program knows what its program knows. */
  readonly onTradeBegin?: (positionSide: string) => void
}

/** An exchange, an account on it, and everything that goes wrong in between. */
export interface ChaosVenue extends AsyncDisposable {
  readonly clock: VirtualClock
  readonly exchange: Exchange
  readonly account: Account
  readonly hedge: boolean
  readonly wire: WireWatch
  readonly onTradeBegin: (positionSide: string) => void
  /** Faults begin; the account was opened without. */
  breakLoose(): void
  /** Faults end. */
  calmDown(): void
}

export async function openChaosVenue(
  seed: number,
  options: {
    readonly bug: ChaosBug
    readonly onLine: (line: string) => void
    readonly onClock: (clock: VirtualClock) => void
  },
): Promise<ChaosVenue> {
  const { bug } = options
  const random = createSeededRandom(`chaos/${seed}`)
  const setting = random.fork('setting')
  const hedge = setting.next() < 0.5
  const clock = createVirtualClock({ startMs })
  options.onClock(clock)
  const userKey = deriveAgentKey(random.fork('user'))
  const agentKey = deriveAgentKey(random.fork('agent'))
  const user = computeKeyAddress(userKey)
  const exchange = createExchange({
    clock,
    seed,
    symbols: [chaosSymbol],
    market: 'synthetic',
    nonceWindowMs,
    closed: true,
    exchangeInfo: setting.next() < 0.25 ? withSmallMarketLots() : defaultExchangeInfo,
    engine: { policy: drawPolicy(setting) },
  })
  const accountId = exchange.openAccount({ usdt: '1000000', v3: { user, signers: [computeKeyAddress(agentKey)] } })
  await clock.runUntil(exchange.start())
  if (hedge) exchange.engine.setPositionMode(accountId, true, clock.now())
  exchange.onEvent(options.onLine)

  const faults = drawFaults(random.fork('faults'))
  let isBroken = false
  const latencyMs = 1 + setting.nextInt(60)
  const wire = watchWire(exchange.transport({ latencyMs }), clock, nonceWindowMs)
  const transport = bug.wrapTransport?.(wire.transport) ?? wire.transport
  const spoilt = spoilUserStream(
    exchange.connector({ latencyMs }),
    clock,
    random.fork('stream'),
    faults.stream,
    () => !isBroken,
  )
  const connector = bug.wrapConnector?.(spoilt) ?? spoilt
  const signer = agentSigner({ privateKey: agentKey, user, nonces: createNonceSource({ clock }) })
  const rest = createRestClient({
    transport,
    clock,
    baseUrl: exchange.restUrl,
    signer: bug.wrapSigner?.(signer) ?? signer,
    random: random.fork('rest'),
  })
  const streams = createStreamClient({ connector, clock, random: random.fork('streams'), baseUrl: exchange.wsUrl })
  const account = await clock.runUntil(
    openAccount({
      rest,
      streams,
      connector,
      wsUrl: exchange.wsUrl,
      clock,
      random: random.fork('account'),
      symbols: [chaosSymbol],
      clientOrderIdPrefix: 'chaos',
      // the trades are on trial here, not their limits
      risk: { limits: noRiskLimits },
    }),
  )
  return {
    clock,
    exchange,
    account,
    hedge,
    wire,
    onTradeBegin: (positionSide) => bug.onTradeBegin?.(positionSide),
    breakLoose() {
      isBroken = true
      exchange.faults.load(faults.script)
    },
    calmDown() {
      isBroken = false
      exchange.faults.clear()
    },
    async [Symbol.asyncDispose]() {
      exchange.faults.clear()
      await clock.runUntil(account.close({ timeoutMs: 20_000 }))
      await clock.runUntil(streams.close())
      await clock.runUntil(exchange.stop())
    },
  }
}

/** What is not documented, either way. */
function drawPolicy(random: { next(): number }): Partial<EnginePolicy> {
  const isHeads = () => random.next() < 0.5
  return {
    crossingGtx: isHeads() ? 'expire' : 'reject',
    excessReduceOnly: isHeads() ? 'reject' : 'cut',
    eventOrder: isHeads() ? 'orderFirst' : 'accountFirst',
    leftoverReduceOnly: isHeads() ? 'expire' : 'keep',
  }
}

/** Rules under which a position of some size needs several market orders. */
const withSmallMarketLots = (): typeof defaultExchangeInfo =>
  parseExchangeInfo(
    JSON.stringify(defaultExchangeInfo, (_key, value: unknown) =>
      isMarketLotFilter(value) ? { ...value, maxQty: '0.4' } : value,
    ),
  )

const isMarketLotFilter = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'filterType' in value && value.filterType === 'MARKET_LOT_SIZE'
