import { Secret, type Clock } from '@aster/core'
import { createExchange, type Exchange } from '@aster/simulator'
import { testKeys } from '@aster/simulator/testing'

/** What the second account has and nobody else may see. */
export const victimMarks = {
  apiKey: 'victim-api-key-53f1',
  apiSecret: 'victim-api-secret-9c2d',
  clientOrderId: 'victim-mark-77aa',
  balance: '7777.77',
} as const

export interface FuzzTarget extends AsyncDisposable {
  readonly exchange: Exchange
  readonly restUrl: string
  readonly wsUrl: string
  readonly port: number
  /** Ids of the victim's that an attacker may come to know: order ids, an address. */
  readonly foreign: readonly string[]
  /** Errors of the exchange itself. */
  readonly faults: string[]
  /** What differs in the victim's account from how it was left; nothing is right. */
  findDamage(): readonly string[]
}

/** An exchange on a port of this machine, with an account for the attacker and one that is not to be touched. */
export async function openFuzzTarget(clock: Clock): Promise<FuzzTarget> {
  const faults: string[] = []
  const exchange = createExchange({
    clock,
    market: 'quiet',
    symbols: ['BTCUSDT', 'ETHUSDT'],
    limits: false,
    accounts: [
      { usdt: '1000000', v3: { user: testKeys.master.address, signers: [testKeys.agent.address] } },
      { usdt: '1000000', v1: { apiKey: new Secret(testKeys.v1.apiKey), apiSecret: new Secret(testKeys.v1.apiSecret) } },
      {
        usdt: victimMarks.balance,
        v3: { user: testKeys.child.address, signers: [] },
        v1: { apiKey: new Secret(victimMarks.apiKey), apiSecret: new Secret(victimMarks.apiSecret) },
      },
    ],
    onFault: (error) => faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  await exchange.start()
  const { restUrl, wsUrl, port } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const { engine } = exchange
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '50000' }
  const placed = engine.placeOrder('3', { ...order, newClientOrderId: victimMarks.clientOrderId }, clock.now())
  if (!placed.ok) throw new Error(`the victim could not place its order: ${placed.code}`)
  const read = () => JSON.stringify([engine.getBalance('3'), engine.getOpenOrders('3'), engine.getPositions('3')])
  const before = read()
  return {
    exchange,
    restUrl,
    wsUrl,
    port,
    foreign: [placed.value.orderId, testKeys.child.address, '3', '1'],
    faults,
    findDamage: () => (read() === before ? [] : [`the victim's account was changed: ${read()} in place of ${before}`]),
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
}
