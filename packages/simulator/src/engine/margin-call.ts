import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { formatE8 } from './format.ts'
import type { Leg } from './leg.ts'
import { computeMaintenance, computeNotional, computeUnrealized } from './margin.ts'
import { formatMoney } from './money.ts'

/** Warns an account about the positions that have come close to liquidation. */
export function emitMarginCall(context: EngineContext, account: Account, legs: readonly Leg[], crossed: boolean): void {
  context.emit({
    kind: 'marginCall',
    accountId: account.id,
    timeMs: context.nowMs,
    crossWalletBalance: crossed ? formatMoney(account.wallet) : undefined,
    positions: legs.map((leg) => {
      const { market } = leg.holding
      return {
        symbol: market.instrument.symbol,
        positionSide: leg.positionSide,
        quantity: market.instrument.rules.quantityGrid.format(leg.lots),
        marginType: crossed ? 'CROSSED' : 'ISOLATED',
        isolatedWallet: crossed ? '0' : formatMoney(leg.isolatedWallet),
        markPrice: formatE8(market.markE8),
        unrealizedPnl: formatMoney(computeUnrealized(leg)),
        maintMargin: formatMoney(computeMaintenance(leg.holding, computeNotional(leg))),
      }
    }),
  })
}
