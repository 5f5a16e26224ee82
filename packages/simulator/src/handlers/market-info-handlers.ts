import type { Clock } from '@aster/core'

import type { Engine } from '../engine/types.ts'
import type { FundingHistory } from '../history/funding-history.ts'
import { refuse } from '../http/api-refusal.ts'
import type { Handlers } from '../http/handler.ts'
import { type Params, readInteger, readLimit, readOptionalText, readText, readTimeWindow } from '../http/read-params.ts'

/** The band in which funding rates lie, as JSON numbers. */
const fundingCap = 0.03

export interface MarketInfoHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly funding: FundingHistory
  readonly fundingIntervalHours: Readonly<Record<string, number>>
  readonly assets: readonly string[]
}

/** Funding and facts about symbols. Index references and logos are a table: there is nothing behind them. */
export function createMarketInfoHandlers(parts: MarketInfoHandlerParts): Handlers {
  const { engine, clock } = parts
  const readOptionalSymbol = (params: Params): string | undefined => {
    const symbol = readOptionalText(params, 'symbol')
    if (symbol !== undefined && engine.getSymbol(symbol) === undefined) throw refuse(-1121)
    return symbol
  }

  return {
    getFundingRates: ({ params }) => {
      const { startTime, endTime } = readTimeWindow(params)
      const limit = readLimit(params, 100, 1000)
      const rows = parts.funding
        .list(readOptionalSymbol(params))
        .filter(({ fundingTime }) => fundingTime >= (startTime ?? 0) && fundingTime <= (endTime ?? Infinity))
      return startTime === undefined && endTime === undefined ? rows.slice(-limit) : rows.slice(0, limit)
    },
    getFundingInfo: ({ params }) => {
      const symbol = readOptionalSymbol(params)
      return (symbol === undefined ? engine.symbols() : [symbol]).map((name) => ({
        symbol: name,
        interestRate: engine.getMark(name).interestRate,
        time: clock.now(),
        fundingIntervalHours: parts.fundingIntervalHours[name] ?? 8,
        fundingFeeCap: fundingCap,
        fundingFeeFloor: -fundingCap,
      }))
    },
    getIndexReferences: ({ params }) => {
      const symbol = readText(params, 'symbol')
      if (engine.getSymbol(symbol) === undefined) throw refuse(-1000, 'Invalid symbol.')
      return { symbol, time: clock.now(), references: [{ exchange: 'simulator', symbol, weight: '1' }] }
    },
    getRemainingOpenableNotional: ({ params, caller }) => {
      const symbol = readText(params, 'symbol')
      if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      const most = Math.max(...engine.getBrackets(symbol).map(({ initialLeverage }) => initialLeverage))
      const leverage = readInteger(params, 'leverage')
      if (leverage < 1 || leverage > most) throw refuse(-4028)
      // V3 tells the cap on open interest, which there is none of; V1 what its caller has left
      if (caller === undefined) return { remainingOpenableNotionalValue: '-1' }
      return { remainingOpenableNotionalValue: Number(engine.getRemainingNotional(caller.accountId, symbol, leverage)) }
    },
    getAssetLogos: () => parts.assets.map((assetCode) => ({ assetCode, logoUrl: '' })),
  }
}
