import type { Clock } from '@aster/core'

import type { SpotWallets } from '../accounts/spot-wallets.ts'
import { formatMoney } from '../engine/money.ts'
import type { Engine, PositionSide } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import {
  readInteger,
  readLimit,
  readOptionalInteger,
  readOptionalText,
  readOptionalWord,
  readText,
  readTimeWindow,
  readWord,
} from '../http/read-params.ts'
import { readAmount } from './read-amount.ts'
import { unwrap } from './unwrap.ts'

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
  readonly transferIds: Set<string>
  readonly marginAnswers: Map<string, object>
  readonly marginRows: MarginRow[]
}

export interface TransferHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly spot: SpotWallets
}

/** Money moved by the user: to and from the spot wallet, to and from an isolated position. */
export function createTransferHandlers({ engine, clock, spot }: TransferHandlerParts): Handlers {
  const accounts = new Map<string, Moves>()
  const movesOf = (accountId: string): Moves => {
    const existing = accounts.get(accountId)
    if (existing !== undefined) return existing
    const fresh: Moves = { transferIds: new Set(), marginAnswers: new Map(), marginRows: [] }
    accounts.set(accountId, fresh)
    return fresh
  }

  return {
    transferWallets: forAccount(({ caller, params }) => {
      const moves = movesOf(caller.accountId)
      const toSpot = readWord(params, 'kindType', ['FUTURE_SPOT', 'SPOT_FUTURE']) === 'FUTURE_SPOT'
      const amount = readAmount(params)
      const asset = readText(params, 'asset')
      const id = readText(params, 'clientTranId')
      if (id.length > longestTransferId) throw refuse(-4114)
      if (moves.transferIds.has(id)) throw refuse(-4115)
      if (!toSpot && spot.balance(caller.accountId, asset) < amount) throw refuse(-2018)
      const moved = formatMoney(toSpot ? -amount : amount)
      const { transactionId } = unwrap(engine.transfer(caller.accountId, moved, clock.now(), { asset, kind: 'wallet' }))
      spot.add(caller.accountId, asset, toSpot ? amount : -amount)
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
      const amount = formatMoney(readAmount(params))
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
  }
}
