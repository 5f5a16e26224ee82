import type { AccountUpdateEvent } from '@aster/api'
import { formatDecimal, toDecimal } from '@aster/core'

import { foldPositions, type Positions } from '../positions/fold-positions.ts'
import { positionKey, type PositionView } from '../positions/position-view.ts'
import type { BalanceView } from './account.ts'

/** Positions and balances as last reported. */
export interface AccountBook {
  readonly positions: () => readonly PositionView[]
  readonly balances: () => readonly BalanceView[]
  readonly getPosition: (symbol: string, positionSide: string) => PositionView | undefined
  readonly applyPositions: (reports: readonly PositionView[]) => void
  readonly applyBalances: (reports: readonly BalanceView[]) => void
  readonly applyUpdate: (event: AccountUpdateEvent) => void
  readonly onPosition: (listener: (position: PositionView) => void) => () => void
}

/** Holds what the exchange says about positions and balances, by its own time. */
export function createAccountBook(onListenerFailure: (error: unknown) => void): AccountBook {
  let positions: Positions = new Map()
  const balances = new Map<string, BalanceView>()
  const listeners = new Set<(position: PositionView) => void>()

  const applyPositions = (reports: readonly PositionView[]) => {
    const before = positions
    positions = foldPositions(positions, reports)
    for (const [key, position] of positions) {
      const old = before.get(key)
      if (old === position || (old?.quantity === position.quantity && old.entryPrice === position.entryPrice)) continue
      if (old === undefined && position.quantity === '0') continue
      for (const listener of listeners) {
        try {
          listener(position)
        } catch (error) {
          onListenerFailure(error)
        }
      }
    }
  }

  const applyBalances = (reports: readonly BalanceView[]) => {
    for (const report of reports) {
      const known = balances.get(report.asset)
      if (known !== undefined && known.timeMs > report.timeMs) continue
      balances.set(report.asset, { ...report, availableBalance: report.availableBalance ?? known?.availableBalance })
    }
  }

  return {
    positions: () => [...positions.values()].filter((position) => position.quantity !== '0'),
    balances: () => [...balances.values()],
    getPosition: (symbol, positionSide) => positions.get(positionKey(symbol, positionSide)),
    applyPositions,
    applyBalances,
    applyUpdate({ transactionTimeMs: timeMs, positions: changed, balances: paid }) {
      applyPositions(
        changed.map(({ symbol, positionSide, quantity, entryPrice }) => ({
          symbol,
          positionSide,
          quantity: plain(quantity),
          entryPrice: plain(entryPrice),
          timeMs,
        })),
      )
      applyBalances(
        paid.map(({ asset, walletBalance, crossWalletBalance }) => ({
          asset,
          walletBalance: plain(walletBalance),
          crossWalletBalance: plain(crossWalletBalance),
          availableBalance: undefined,
          timeMs,
        })),
      )
    },
    onPosition(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const plain = (text: string): string => formatDecimal(toDecimal(text))
