// Trades once with the packages as they are published, outside the workspace. Run by check-packages.
import '@aster/api'
import '@aster/recorder'
import '@aster/runtime'
import { agentSigner, createNonceSource, generateAgentKey } from '@aster/auth'
import { createSystemClock, createSystemRandom } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { createExchange } from '@aster/simulator'
import { createTrade, openAccount } from '@aster/trades'
import { createStreamClient, createWsConnector } from '@aster/ws'

const clock = createSystemClock()
const exchange = createExchange({ clock, symbols: ['BTCUSDT'] })
await exchange.start()
const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
const signer = agentSigner({ privateKey: generateAgentKey(), nonces: createNonceSource({ clock }) })
const transport = createUndiciTransport()
const connector = createWsConnector()
const rest = createRestClient({ transport, clock, baseUrl: restUrl, signer })
const streams = createStreamClient({ connector, clock, baseUrl: wsUrl })
const account = await openAccount({
  rest,
  streams,
  connector,
  wsUrl,
  clock,
  random: createSystemRandom(),
  symbols: ['BTCUSDT'],
  clientOrderIdPrefix: 'packed',
})
const result = await createTrade(account, {
  symbol: 'BTCUSDT',
  side: 'BUY',
  quantity: '0.01',
  entry: 'market',
  timeStopMs: 500,
}).done
console.log(`traded on ${process.version} with the ${signer.engine} engine: ${result.exitReason}`)
await account.close()
await streams.close()
await connector.close()
await transport.close()
await exchange.stop()
process.exitCode = result.state === 'completed' ? 0 : 1
