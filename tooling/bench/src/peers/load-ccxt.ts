import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { installPeers, peersDirectory } from './install-peers.ts'

/** The little of ccxt that is measured. */
export interface Ccxt {
  readonly version: string
  readonly aster: new (config: { readonly privateKey: string; readonly walletAddress: string }) => {
    sign(path: string, api: string, method: string, params: Readonly<Record<string, string>>): { body?: string }
  }
}

/** One side of ccxt's book: a sorted list of `[price, amount]`. */
interface CcxtBookSide extends ReadonlyArray<readonly [number, number]> {
  store(price: number, amount: number): void
}

interface CcxtOrderBook {
  readonly bids: CcxtBookSide
  readonly asks: CcxtBookSide
  reset(snapshot: object): void
  limit(): void
}

/** Loads ccxt from its folder outside the workspace; installs it there the first time. */
export async function loadCcxt(note: (line: string) => void): Promise<Ccxt> {
  await installPeers('ccxt', note)
  return createRequire(`${peersDirectory}/`)('ccxt') as Ccxt
}

/** The order book that every exchange class of ccxt uses for its streams. */
export async function loadCcxtOrderBook(note: (line: string) => void): Promise<{
  readonly version: string
  readonly OrderBook: new (snapshot: object, depth: number) => CcxtOrderBook
}> {
  const { version } = await loadCcxt(note)
  const file = join(peersDirectory, 'node_modules/ccxt/js/src/base/ws/OrderBook.js')
  const { OrderBook } = (await import(pathToFileURL(file).href)) as {
    OrderBook: new (snapshot: object, depth: number) => CcxtOrderBook
  }
  return { version, OrderBook }
}
