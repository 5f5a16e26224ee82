import { startTestExchange, testKeys } from '@aster/simulator/testing'

import { describeClient } from '../testing/describe-client.ts'

describeClient('a client in memory', async () => {
  const test = await startTestExchange()
  const { exchange, clock } = test
  return {
    keys: testKeys,
    transport: exchange.transport({ latencyMs: 5 }),
    clock,
    baseUrl: exchange.restUrl,
    run: (work) => clock.runUntil(work),
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
})
