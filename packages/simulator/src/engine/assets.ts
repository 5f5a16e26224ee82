import type { Account } from './account.ts'
import { addIncome } from './add-income.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { computeTotals } from './margin.ts'
import { minMoney, multiplyDivide, oneUnit } from './money.ts'
import { accept, refuse } from './refusal.ts'
import type { Outcome } from './types.ts'

/** A joint margin may owe this much USDT before other assets are exchanged for it. */
const toleratedDebt = 10_000n * oneUnit

/** Switches between USDT as the only margin and all margin assets together. */
export function setMultiAssetsMode(context: EngineContext, account: Account, multiAssets: boolean): Outcome<true> {
  if (account.multiAssets === multiAssets) {
    if (context.policy.unchangedMultiAssets === 'accept') return accept(true)
    return refuse(-4052, 'No need to change multi-assets mode.')
  }
  if (multiAssets && account.holdings.some(({ marginType }) => marginType === 'ISOLATED')) {
    return refuse(-4168, 'Unable to adjust to Multi-Assets mode with symbols under isolated-margin mode.')
  }
  account.multiAssets = multiAssets
  if (!multiAssets) {
    const totals = computeTotals(account)
    if (account.wallet < 0n || account.wallet + totals.crossUnrealized < totals.bound) {
      account.multiAssets = true
      return refuse(-2019)
    }
  }
  context.emit({
    kind: 'accountConfig',
    accountId: account.id,
    timeMs: context.nowMs,
    leverage: undefined,
    account: { multiAssetsMode: multiAssets, hedgeMode: account.hedgeMode },
  })
  return accept(true)
}

/** Exchanges assets for USDT when more is owed than a joint margin may. */
export function exchangeOnDebt(context: EngineContext, account: Account): void {
  if (account.multiAssets && account.wallet < -toleratedDebt) exchangeAssets(context, account, 0n)
}

/**
 * Exchanges other assets for USDT, at what they count for, until the wallet has `target`: the one whose haircut is lowest first.
 * Answers the assets that were exchanged.
 */
export function exchangeAssets(context: EngineContext, account: Account, target: bigint): readonly string[] {
  if (!account.multiAssets || account.wallet >= target) return []
  const exchanged: string[] = []
  const rates = [...context.assets.rates.values()].toSorted((a, b) => Number(a.haircutE8 - b.haircutE8))
  for (const { asset } of rates) {
    const held = account.assets.get(asset) ?? 0n
    const worth = context.assets.computeValue(asset, held)
    if (held <= 0n || worth <= 0n || account.wallet >= target) continue
    const usdt = minMoney(worth, target - account.wallet)
    // rounded up, so that the exchange never pays for what it did not get
    const given = usdt === worth ? held : minMoney(held, (usdt * held + worth - 1n) / worth)
    account.assets.set(asset, held - given)
    context.externalAssets.set(asset, (context.externalAssets.get(asset) ?? 0n) + given)
    account.wallet += usdt
    context.externalCash -= usdt
    addIncome(context, account, 'AUTO_EXCHANGE', -given, undefined, undefined, asset)
    addIncome(context, account, 'AUTO_EXCHANGE', usdt, undefined)
    emitAccountUpdate(context, account, 'AUTO_EXCHANGE', { balanceChange: usdt, assets: [{ asset, change: -given }] })
    exchanged.push(asset)
  }
  return exchanged
}

/** How much of another asset can leave: all of it, or what the joint margin does not need. */
export function computeWithdrawableAsset(account: Account, asset: string, available: bigint): bigint {
  const held = account.assets.get(asset) ?? 0n
  if (!account.multiAssets || held <= 0n) return held > 0n ? held : 0n
  const worth = account.assetBook.computeValue(asset, held)
  return worth <= available ? held : multiplyDivide(held, available, worth)
}
