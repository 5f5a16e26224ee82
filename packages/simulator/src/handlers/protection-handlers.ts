import type { Clock } from '@aster/core'

import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import { readInteger, readOptionalInteger, readOptionalText, readText } from '../http/read-params.ts'
import { unwrap } from './unwrap.ts'

/** Market-maker protection. Its changes answer with the bare value `true`. */
export function createProtectionHandlers({ engine, clock }: { engine: Engine; clock: Clock }): Handlers {
  return {
    setMarketMakerProtection: forAccount(({ caller, params }) => {
      const settings = {
        windowMs: readInteger(params, 'windowTimeInMilliseconds'),
        frozenMs: readInteger(params, 'frozenTimeInMilliseconds'),
        quantityLimit: readOptionalInteger(params, 'qtyLimit'),
        valueLimit: readOptionalInteger(params, 'valueLimit'),
        deltaLimit: readOptionalInteger(params, 'deltaLimit'),
      }
      return unwrap(engine.setProtection(caller.accountId, readText(params, 'symbol'), settings, clock.now()))
    }),
    getMarketMakerProtection: forAccount(({ caller, params }) => {
      const symbol = readOptionalText(params, 'symbol')
      if (symbol !== undefined && engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      return engine.getProtections(caller.accountId, symbol).map((row) => ({
        symbol: row.symbol,
        windowTimeInMilliseconds: row.windowMs,
        frozenTimeInMilliseconds: row.frozenMs,
        qtyLimit: row.quantityLimit ?? null,
        valueLimit: row.valueLimit ?? null,
        deltaLimit: row.deltaLimit ?? null,
      }))
    }),
    deleteMarketMakerProtection: forAccount(({ caller, params }) =>
      unwrap(engine.deleteProtection(caller.accountId, readText(params, 'symbol'), clock.now())),
    ),
    resetMarketMakerProtection: forAccount(({ caller, params }) =>
      unwrap(engine.resetProtection(caller.accountId, readText(params, 'symbol'), clock.now())),
    ),
  }
}
