import { type Clock, formatUnits, parseUnits } from '@aster/core'

import type { Engine, PositionSide } from '../engine/types.ts'
import { ApiRefusal, refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import {
  type Params,
  readDecimal,
  readInteger,
  readLimit,
  readOptionalInteger,
  readOptionalText,
  readOptionalWord,
  readText,
  readTimeWindow,
  readWord,
} from '../http/read-params.ts'
import { unwrap } from './unwrap.ts'

const decimals = 8
const longestTransferId = 64
const keptRows = 1000

interface MarginRow {
  readonly amount: string
  readonly asset: string
  readonly symbol: string
  readonly time: number
  readonly type: number
  readonly positionSide: PositionSide
  readonly clientTranId?: string
}

/** What an account has moved: between wallets, and into and out of isolated positions. */
interface Moves {
  /** USDT in the spot wallet, in 1e-8. It begins empty: what comes back must have gone there. */
  spotUnits: number
  readonly transferIds: Set<string>
  readonly marginAnswers: Map<string, object>
  readonly marginRows: MarginRow[]
}

export interface TransferHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
}

/** Money moved by the user: to and from the spot wallet, to and from an isolated position. */
export function createTransferHandlers({ engine, clock }: TransferHandlerParts): Handlers {
  const accounts = new Map<string, Moves>()
  const movesOf = (accountId: string): Moves => {
    const existing = accounts.get(accountId)
    if (existing !== undefined) return existing
    const fresh: Moves = { spotUnits: 0, transferIds: new Set(), marginAnswers: new Map(), marginRows: [] }
    accounts.set(accountId, fresh)
    return fresh
  }

  return {
    transferWallets: forAccount(({ caller, params }) => {
      const moves = movesOf(caller.accountId)
      const toSpot = readWord(params, 'kindType', ['FUTURE_SPOT', 'SPOT_FUTURE']) === 'FUTURE_SPOT'
      const units = readUnits(params)
      if (readText(params, 'asset') !== 'USDT') throw refuse(-1126)
      const id = readText(params, 'clientTranId')
      if (id.length > longestTransferId) throw refuse(-4114)
      if (moves.transferIds.has(id)) throw refuse(-4115)
      if (!toSpot && moves.spotUnits < units) throw refuse(-2018)
      const usdt = formatUnits(toSpot ? -units : units, decimals)
      const { transactionId } = unwrap(engine.transfer(caller.accountId, usdt, clock.now()))
      moves.spotUnits += toSpot ? units : -units
      moves.transferIds.add(id)
      return { tranId: Number(transactionId), status: 'SUCCESS' }
    }),
    changePositionMargin: forAccount(({ caller, params }) => {
      const moves = movesOf(caller.accountId)
      const id = readOptionalText(params, 'clientTranId')
      const done = id === undefined ? undefined : moves.marginAnswers.get(id)
      if (done !== undefined) return done
      const symbol = readText(params, 'symbol')
      const positionSide = readOptionalWord(params, 'positionSide', ['BOTH', 'LONG', 'SHORT']) ?? 'BOTH'
      const type = readInteger(params, 'type')
      if (type !== 1 && type !== 2) throw refuse(-1130, "Data sent for parameter 'type' is not valid.")
      const amount = formatUnits(readUnits(params), decimals)
      const signed = type === 1 ? amount : `-${amount}`
      unwrap(engine.changePositionMargin(caller.accountId, symbol, positionSide, signed, clock.now()))
      moves.marginRows.push({
        amount,
        asset: 'USDT',
        symbol,
        time: clock.now(),
        type,
        positionSide,
        ...(id !== undefined && { clientTranId: id }),
      })
      if (moves.marginRows.length > keptRows) moves.marginRows.shift()
      const answer = { amount: Number(amount), code: 200, msg: 'Successfully modify position margin.', type }
      if (id !== undefined) moves.marginAnswers.set(id, answer)
      return answer
    }),
    getPositionMarginHistory: forAccount(({ caller, params }) => {
      const symbol = readText(params, 'symbol')
      if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      const type = readOptionalInteger(params, 'type')
      const { startTime, endTime } = readTimeWindow(params)
      return movesOf(caller.accountId)
        .marginRows.filter(
          (row) =>
            row.symbol === symbol &&
            (type === undefined || row.type === type) &&
            row.time >= (startTime ?? 0) &&
            row.time <= (endTime ?? Infinity),
        )
        .slice(-readLimit(params, 500, 1000))
    }),
    exchangeAssets: forAccount((): never => {
      throw refuse(-4212)
    }),
  }
}

/** A positive amount in 1e-8. */
function readUnits(params: Params): number {
  const units = parseUnits(readDecimal(params, 'amount'), decimals)
  if (units === undefined || units <= 0)
    throw new ApiRefusal(400, -1130, "Data sent for parameter 'amount' is not valid.")
  return units
}
