import type { Clock } from '@aster/core'

import type { MarginMove, MoveBook } from '../accounts/move-book.ts'
import type { SpotWallets } from '../accounts/spot-wallets.ts'
import { formatMoney } from '../engine/money.ts'
import type { Engine } from '../engine/types.ts'
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
export interface TransferHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly spot: SpotWallets
  readonly moves: MoveBook
}

/** Money moved by the user: to and from the spot wallet, to and from an isolated position. */
export function createTransferHandlers({ engine, clock, spot, moves }: TransferHandlerParts): Handlers {
  return {
    transferWallets: forAccount(({ caller, params }) => {
      const toSpot = readWord(params, 'kindType', ['FUTURE_SPOT', 'SPOT_FUTURE']) === 'FUTURE_SPOT'
      const amount = readAmount(params)
      const asset = readText(params, 'asset')
      const id = readText(params, 'clientTranId')
      if (id.length > longestTransferId) throw refuse(-4114)
      if (moves.isTransferKnown(caller.accountId, id)) throw refuse(-4115)
      if (!toSpot && spot.balance(caller.accountId, asset) < amount) throw refuse(-2018)
      const moved = formatMoney(toSpot ? -amount : amount)
      const { transactionId } = unwrap(engine.transfer(caller.accountId, moved, clock.now(), { asset, kind: 'wallet' }))
      spot.add(caller.accountId, asset, toSpot ? amount : -amount)
      moves.noteTransfer(caller.accountId, id, clock.now())
      return { tranId: Number(transactionId), status: 'SUCCESS' }
    }),
    changePositionMargin: forAccount(({ caller, params }) => {
      const id = readOptionalText(params, 'clientTranId')
      const done = id === undefined ? undefined : moves.findMarginMove(caller.accountId, id)
      if (done !== undefined) return toAnswer(done)
      const symbol = readText(params, 'symbol')
      const positionSide = readOptionalWord(params, 'positionSide', ['BOTH', 'LONG', 'SHORT']) ?? 'BOTH'
      const type = readInteger(params, 'type')
      if (type !== 1 && type !== 2) throw refuse(-1130, "Data sent for parameter 'type' is not valid.")
      const amount = formatMoney(readAmount(params))
      const signed = type === 1 ? amount : `-${amount}`
      unwrap(engine.changePositionMargin(caller.accountId, symbol, positionSide, signed, clock.now()))
      const move: MarginMove = {
        amount,
        asset: 'USDT',
        symbol,
        time: clock.now(),
        type,
        positionSide,
        ...(id !== undefined && { clientTranId: id }),
      }
      moves.noteMarginMove(caller.accountId, move)
      return toAnswer(move)
    }),
    getPositionMarginHistory: forAccount(({ caller, params }) => {
      const symbol = readText(params, 'symbol')
      if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      const type = readOptionalInteger(params, 'type')
      const { startTime, endTime } = readTimeWindow(params)
      return moves
        .listMarginMoves(caller.accountId)
        .filter(
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

const toAnswer = ({ amount, type }: MarginMove) => ({
  amount: Number(amount),
  code: 200,
  msg: 'Successfully modify position margin.',
  type,
})
