import { agentSigner, createNonceSource, generateAgentKey } from '@aster/auth'
import { createSystemClock, createSystemRandom } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { createExchange } from '@aster/simulator'
import { createStreamClient, createWsConnector } from '@aster/ws'

/** A paper exchange on a free port, and the clients of a fresh account on it: over real sockets, as on the real one. */
export async function openPaper(seed = 7) {
  const clock = createSystemClock()
  const random = createSystemRandom()
  const exchange = createExchange({ clock, seed, symbols: ['BTCUSDT'] })
  await exchange.start()
  const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })

  // The paper exchange opens an account with 10,000 USDT for every key that it has not seen.
  const signer = agentSigner({ privateKey: generateAgentKey(), nonces: createNonceSource({ clock }) })
  const transport = createUndiciTransport()
  const connector = createWsConnector()
  const rest = createRestClient({ transport, clock, baseUrl: restUrl, signer })
  const streams = createStreamClient({ connector, clock, baseUrl: wsUrl })
  return {
    clock,
    random,
    exchange,
    rest,
    streams,
    connector,
    wsUrl,
    async [Symbol.asyncDispose]() {
      await streams.close()
      await connector.close()
      await transport.close()
      await exchange.stop()
    },
  }
}
