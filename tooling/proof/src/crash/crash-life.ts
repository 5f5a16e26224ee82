import { agentSigner, createNonceSource } from '@aster/auth'
import { type Clock, type Connector, createSeededRandom, Secret, type Transport } from '@aster/core'
import { createRestClient } from '@aster/rest'
import { type Account, createTrade, type Journal, openAccount, openJournal } from '@aster/trades'
import { createStreamClient } from '@aster/ws'

import { type CrashPlan, crashQuantity, crashSymbol, nonceWindowMs, protectWithinMs } from './crash-plan.ts'
import { type CrashBug, writeLate } from './crash-plants.ts'

export interface CrashLifeParts {
  readonly clock: Clock
  readonly transport: Transport
  readonly connector: Connector
  readonly restUrl: string
  readonly wsUrl: string
  readonly privateKey: string
  readonly user: string
  readonly journalPath: string
  /** Another one for each life: ids must not come twice. */
  readonly seed: string
  readonly plan: Pick<CrashPlan, 'side' | 'hedge'>
  /** The first life begins a trade; the next ones only go on with what they find. */
  readonly begins: boolean
  readonly timeStopMs: number
  readonly bug: CrashBug | undefined
  /** Called right before the trade begins. */
  readonly onBegin: () => void
}

/** The program that is killed: it opens its account, trades once from place to exit, and ends in order. */
export async function runCrashLife(parts: CrashLifeParts): Promise<void> {
  const { clock, transport, connector, bug, begins } = parts
  const random = createSeededRandom(parts.seed)
  const signer = agentSigner({
    privateKey: new Secret(parts.privateKey),
    user: parts.user,
    nonces: createNonceSource({ clock }),
  })
  const rest = createRestClient({ transport, clock, baseUrl: parts.restUrl, signer, random: random.fork('rest') })
  const streams = createStreamClient({ connector, clock, random: random.fork('streams'), baseUrl: parts.wsUrl })
  const isForgetful = bug === 'trade-forgotten' && !begins
  const path = isForgetful ? ':memory:' : parts.journalPath
  using journal = openJournal({ path, clock, label: 'crash' })
  if (bug === 'send-again' && !begins) await sendAgain(journal, parts.user, rest)
  const account = await openAccount({
    rest,
    streams,
    connector,
    wsUrl: parts.wsUrl,
    clock,
    random: random.fork('account'),
    symbols: [crashSymbol],
    clientOrderIdPrefix: 'crash',
    nonceWindowMs,
    journal: bug === 'write-after-send' ? writeLate(journal) : journal,
  })
  if (isForgetful) await Promise.all(account.orders.list().map((view) => account.orders.ensureGone(view.clientOrderId)))
  if (begins) {
    parts.onBegin()
    await trade(account, parts)
  }
  await Promise.all((account.recovery?.trades ?? []).map((found) => found.done))
  await account.close({ policy: 'leaveProtected' })
  await streams.close()
}

const trade = (account: Account, { plan, timeStopMs }: CrashLifeParts) =>
  createTrade(account, {
    symbol: crashSymbol,
    side: plan.side,
    quantity: crashQuantity,
    entry: 'market',
    stop: { percent: 0.5 },
    takeProfits: [
      [1, 0.5],
      [2, 0.5],
    ],
    timeStopMs,
    protectWithinMs,
  }).done

async function sendAgain(journal: Journal, user: string, rest: ReturnType<typeof createRestClient>): Promise<void> {
  const record = journal.scope(user.toLowerCase())
  for (const clientOrderId of record.listOpenOrders()) {
    const [intent] = record.list('intent', clientOrderId)
    if (intent === undefined || intent.terms.type !== 'MARKET') continue
    const { symbol, side, positionSide, quantity } = intent.terms
    await rest.trading
      .placeOrder({
        symbol,
        side: side as 'BUY',
        ...(positionSide === 'BOTH' ? {} : { positionSide: positionSide as 'LONG' }),
        type: 'MARKET',
        quantity,
        newClientOrderId: `${clientOrderId.slice(0, -1)}2`,
      })
      .catch(() => undefined)
  }
}
