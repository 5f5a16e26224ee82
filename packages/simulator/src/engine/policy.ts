import type { EnginePolicy } from './types.ts'

/** Our decisions where the exchange is not documented; see docs/decisions/simulator-*.md. */
export const defaultPolicy: EnginePolicy = {
  crossingGtx: 'expire',
  excessReduceOnly: 'reject',
  stpMode: 'EXPIRE_TAKER',
  queueModel: 'proRata',
  eventOrder: 'orderFirst',
  leftoverReduceOnly: 'expire',
  priceProtect: 'expire',
  countdownStatus: 'CANCELED',
  amendKeepsPriority: true,
  peg: 'onArrival',
  strategyRemainder: 'keep',
  strategyEvents: 'send',
  protectionCovers: 'opening',
  guardedCancel: 'cancels',
  liquidation: 'steps',
  adl: 'beyondBankruptcy',
  unchangedMultiAssets: 'refuse',
}
