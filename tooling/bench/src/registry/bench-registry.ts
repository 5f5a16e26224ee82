import type { Benchmark } from '../benchmark.ts'

/** Rows by name. Each file is loaded only when its row is asked for. */
const loaders: Readonly<Record<string, () => Promise<Benchmark>>> = {
  'auth.sign-v3.vs-ethers': async () => (await import('../rows/auth-sign-v3-vs-ethers.ts')).signVersusEthers,
  'auth.sign-v3.vs-ccxt': async () => (await import('../rows/auth-sign-v3-vs-ccxt.ts')).signVersusCcxt,
  'auth.sign-v3.vs-native': async () => (await import('../rows/auth-sign-v3-vs-native.ts')).signVersusNative,
  'rest.order.c1': async () => (await import('../rows/rest-order.ts')).placeOneAtATime,
  'rest.order.c50': async () => (await import('../rows/rest-order.ts')).placeFiftyInFlight,
  'ws.book-ticker': async () => (await import('../rows/ws-book-ticker.ts')).readBookTickers,
  'ws.depth': async () => (await import('../rows/ws-depth.ts')).applyDepth,
  'ws.book.vs-ccxt': async () => (await import('../rows/ws-book-vs-ccxt.ts')).updateBookVersusCcxt,
  'ws.recording': async () => (await import('../rows/ws-recording.ts')).replayRecording,
  'ws.load': async () => (await import('../rows/ws-load.ts')).carryLoad,
  'simulator.orders': async () => (await import('../rows/simulator-orders.ts')).runSimulatorOrders,
  'simulator.http-orders': async () => (await import('../rows/simulator-http-orders.ts')).runSimulatorHttpOrders,
  'simulator.events': async () => (await import('../rows/simulator-events.ts')).runSimulatorEvents,
  'trades.pool': async () => (await import('../rows/trades-pool.ts')).protectManyAccounts,
  'trades.plan': async () => (await import('../rows/trades-plan.ts')).sendPlan,
  'trades.plan.singles': async () => (await import('../rows/trades-plan.ts')).sendSingles,
  'runtime.overhead': async () => (await import('../rows/runtime-overhead.ts')).carryRuntime,
  'webhook.ack': async () => (await import('../rows/webhook-ack.ts')).acknowledgeAlerts,
  'webhook.order': async () => (await import('../rows/webhook-order.ts')).openFromAlert,
  'rest.exchange-info': async () => (await import('../rows/rest-exchange-info.ts')).readExchangeInfo,
}

/** What can be asked for, in the order of the table. */
export const benchNames: readonly string[] = Object.keys(loaders)

/** Names that are reserved for rows to come. */
export const laterBenchNames: readonly string[] = [
  'rest.order.c1',
  'rest.order.c50',
  'rest.exchange-info',
  'ws.book-ticker',
  'ws.depth',
  'ws.book.vs-ccxt',
  'ws.recording',
  'ws.load',
  'trades.plan',
  'trades.pool',
  'runtime.overhead',
  'maker.book-to-bytes',
  'simulator.orders',
  'simulator.events',
  'simulator.http-orders',
  'quant.sweep',
  'webhook.ack',
  'webhook.order',
  'fanout.skew',
].filter((name) => !Object.hasOwn(loaders, name))

/** Loads a benchmark, or gives `undefined` for a name that is none. */
export async function findBenchmark(name: string): Promise<Benchmark | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined
}

/** What is wrong with a name; `undefined` when it can be measured. */
export function explainBenchName(name: string): string | undefined {
  if (benchNames.includes(name)) return undefined
  return laterBenchNames.includes(name)
    ? `${name} is not built yet; there are ${benchNames.join(', ')}`
    : `${name} is not a benchmark; there are ${benchNames.join(', ')}`
}
