import type { Account } from './account.ts'
import { addIncome } from './add-income.ts'
import { computeWithdrawableAsset } from './assets.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { computeAvailable, computePositionMargin, computeUnrealized } from './margin.ts'
import { absMoney, minMoney, parseMoney } from './money.ts'
import { accept, refuse, refuseValue } from './refusal.ts'
import type { Outcome, PositionSide, TransferOptions } from './types.ts'

/** Moves USDT into (positive) or out of (negative) the account. */
export function transfer(
  context: EngineContext,
  account: Account,
  usdt: string,
  { asset = 'USDT', kind }: TransferOptions = {},
): Outcome<{ readonly transactionId: string }> {
  const amount = parseMoney(usdt)
  if (amount === undefined || amount === 0n) return refuseValue('amount')
  if (asset !== 'USDT') return transferAsset(context, account, asset, amount, kind)
  if (amount < 0n && computeWithdrawable(account) < -amount) return refuse(-2018)
  account.wallet += amount
  context.deposits += amount
  const transactionId = addIncome(
    context,
    account,
    kind === 'internal' ? 'INTERNAL_TRANSFER' : 'TRANSFER',
    amount,
    undefined,
  )
  emitAccountUpdate(context, account, nameReason(amount, kind), { balanceChange: amount })
  return accept({ transactionId: String(transactionId) })
}

function transferAsset(
  context: EngineContext,
  account: Account,
  asset: string,
  amount: bigint,
  kind: TransferOptions['kind'],
): Outcome<{ readonly transactionId: string }> {
  if (!context.assets.rates.has(asset)) return refuse(-1126)
  const free = computeWithdrawableAsset(account, asset, computeAvailable(account))
  if (amount < 0n && free < -amount) return refuse(-2018)
  addAsset(context, account, asset, amount)
  const type = kind === 'internal' ? 'INTERNAL_TRANSFER' : 'TRANSFER'
  const transactionId = addIncome(context, account, type, amount, undefined, undefined, asset)
  emitAccountUpdate(context, account, nameReason(amount, kind), {
    withBalance: false,
    assets: [{ asset, change: amount }],
  })
  return accept({ transactionId: String(transactionId) })
}

/** Books an asset that comes in or leaves. */
export function addAsset(context: EngineContext, account: Account, asset: string, amount: bigint): void {
  account.assets.set(asset, (account.assets.get(asset) ?? 0n) + amount)
  context.assetDeposits.set(asset, (context.assetDeposits.get(asset) ?? 0n) + amount)
}

const nameReason = (amount: bigint, kind: TransferOptions['kind']): string => {
  if (kind !== undefined) return 'ASSET_TRANSFER'
  return amount > 0n ? 'DEPOSIT' : 'WITHDRAW'
}

/** What can leave: never profit that is not realized. */
export const computeWithdrawable = (account: Account): bigint => {
  const available = minMoney(computeAvailable(account), account.wallet)
  return available < 0n ? 0n : available
}

/** Adds USDT to (positive) or takes it from (negative) the wallet of an isolated position. */
export function changePositionMargin(
  context: EngineContext,
  account: Account,
  symbol: string,
  positionSide: PositionSide,
  usdt: string,
): Outcome<true> {
  const market = context.markets.get(symbol)
  if (market === undefined) return refuse(-1121)
  if (account.hedgeMode !== (positionSide !== 'BOTH')) return refuse(-4061)
  const amount = parseMoney(usdt)
  if (amount === undefined || amount === 0n) return refuse(-4055)
  const holding = account.holding(market)
  const leg = holding.leg(positionSide)
  if (holding.marginType !== 'ISOLATED') return refuse(-4049)
  if (leg.lots === 0) return refuse(-4054)
  if (amount > 0n && computeWithdrawable(account) < amount) return refuse(-4050)
  if (amount < 0n) {
    const surplus = leg.isolatedWallet + computeUnrealized(leg) - computePositionMargin(leg)
    if (minMoney(surplus, leg.isolatedWallet) < absMoney(amount)) return refuse(-4051)
  }
  leg.isolatedWallet += amount
  account.wallet -= amount
  emitAccountUpdate(context, account, 'MARGIN_TRANSFER', { legs: [leg] })
  return accept(true)
}
