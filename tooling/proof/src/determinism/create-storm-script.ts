import type { FaultScriptInput } from '@aster/simulator'

/** Faults of every layer, by chance and by the clock, for an hour of market time. */
export const createStormScript = (seed: number): FaultScriptInput => ({
  seed,
  rules: [
    { match: { effect: 'write', probability: 0.03 }, action: { kind: 'acceptThenError' } },
    { match: { effect: 'write', probability: 0.03 }, action: { kind: 'dropBeforeAccept' } },
    { match: { probability: 0.03 }, action: { kind: 'delay', ms: [20, 900], where: 'answer' } },
    { match: { endpoint: 'getOrder', probability: 0.05 }, action: { kind: 'html' } },
    { match: { effect: 'read', probability: 0.02 }, action: { kind: 'truncatedJson' } },
    {
      match: { endpoint: 'placeOrder', probability: 0.02 },
      action: { kind: 'deliverLate', afterMs: [100, 2000], ending: 'silence' },
    },
  ],
  streams: [
    { match: { probability: 0.01 }, action: { kind: 'dropEvent' } },
    { match: { probability: 0.01 }, action: { kind: 'duplicateEvent', afterMs: 50 } },
    { match: { probability: 0.01 }, action: { kind: 'delayEvent', ms: [5, 700] } },
    { match: { event: 'depthUpdate', probability: 0.005 }, action: { kind: 'breakChain' } },
  ],
  incidents: [
    { at: [30_000, 90_000], everyMs: 420_000, times: 8, action: { kind: 'disconnect', sockets: 'all', as: 'cut' } },
    { at: [200_000, 300_000], everyMs: 900_000, times: 4, action: { kind: 'expireListenKey' } },
    { at: [600_000, 700_000], action: { kind: 'maintenance', forMs: 20_000 } },
    { at: [900_000, 1_000_000], action: { kind: 'haltSymbol', symbol: 'ETHUSDT', forMs: 30_000 } },
    { at: [1_500_000, 1_600_000], action: { kind: 'clockStep', byMs: 700 } },
  ],
})
