import { startSocketExchange, testKeys } from '@aster/simulator/testing'

import { describeClient } from '../testing/describe-client.ts'
import { createUndiciTransport } from '../transport/create-undici-transport.ts'

describeClient('a client over sockets', async () => {
  const exchange = await startSocketExchange()
  const transport = createUndiciTransport()
  return {
    keys: testKeys,
    transport,
    clock: exchange.clock,
    baseUrl: exchange.restUrl,
    run: (work) => work,
    async [Symbol.asyncDispose]() {
      await transport.close()
      await exchange[Symbol.asyncDispose]()
    },
  }
})
