import { type EngineContext, getAccount, noteTime } from '../context.ts'
import type { Holding } from '../holding.ts'
import { accept, refuse, refuseValue } from '../refusal.ts'
import type { Outcome, Refusal } from '../types.ts'
import type { ProtectionCommands, ProtectionSettings } from './protection-types.ts'
import { createProtection } from './protection.ts'

/** Sets and asks market-maker protections. */
export function createProtectionCommands(context: EngineContext): ProtectionCommands {
  const change = (accountId: string, symbol: string, nowMs: number, act: (holding: Holding) => void): Outcome<true> => {
    noteTime(context, nowMs)
    const account = getAccount(context, accountId)
    const market = context.markets.get(symbol)
    if (market === undefined) return refuse(-1121)
    act(account.holding(market))
    return accept(true)
  }
  return {
    setProtection(accountId, symbol, settings, nowMs) {
      const wrong = checkSettings(settings)
      if (wrong !== undefined) return wrong
      return change(accountId, symbol, nowMs, (holding) => {
        holding.protection = createProtection(settings)
      })
    },
    deleteProtection: (accountId, symbol, nowMs) =>
      change(accountId, symbol, nowMs, (holding) => {
        holding.protection = undefined
      }),
    resetProtection: (accountId, symbol, nowMs) =>
      change(accountId, symbol, nowMs, (holding) => {
        if (holding.protection !== undefined) holding.protection = createProtection(holding.protection.settings)
      }),
    getProtections: (accountId, symbol) =>
      getAccount(context, accountId).holdings.flatMap(({ market, protection }) => {
        const name = market.instrument.symbol
        if (protection === undefined || (symbol !== undefined && symbol !== name)) return []
        const { settings, frozenUntilMs } = protection
        return [{ symbol: name, ...settings, frozenUntilMs: frozenUntilMs > context.nowMs ? frozenUntilMs : 0 }]
      }),
  }
}

function checkSettings(settings: ProtectionSettings): Refusal | undefined {
  const isWhole = (value: number | undefined, least: number) =>
    value === undefined || (Number.isSafeInteger(value) && value >= least)
  if (!isWhole(settings.windowMs, 1)) return refuseValue('windowTimeInMilliseconds')
  if (!isWhole(settings.frozenMs, 0)) return refuseValue('frozenTimeInMilliseconds')
  if (!isWhole(settings.quantityLimit, 1)) return refuseValue('qtyLimit')
  if (!isWhole(settings.valueLimit, 1)) return refuseValue('valueLimit')
  return isWhole(settings.deltaLimit, 1) ? undefined : refuseValue('deltaLimit')
}
