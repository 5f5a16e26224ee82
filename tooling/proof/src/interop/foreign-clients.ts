import type { ForeignClient } from './foreign-trader.ts'
import { asterdexV1Client, asterdexV3Client } from './traders/asterdex-api.ts'
import { binanceApiNodeClient } from './traders/binance-api-node.ts'
import { binanceConnectorClient } from './traders/binance-connector.ts'
import { binanceClient } from './traders/binance.ts'
import { ccxtClient } from './traders/ccxt.ts'
import { strangerV1Client, strangerV3Client } from './traders/stranger.ts'

/** Every client that the session is run with, by the name for the command line. */
export const foreignClients: Readonly<Record<string, ForeignClient>> = {
  ccxt: ccxtClient,
  'asterdex-v3': asterdexV3Client,
  'asterdex-v1': asterdexV1Client,
  binance: binanceClient,
  'binance-connector': binanceConnectorClient,
  'binance-api-node': binanceApiNodeClient,
  'stranger-v3': strangerV3Client,
  'stranger-v1': strangerV1Client,
}
