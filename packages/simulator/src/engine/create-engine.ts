import { createAccountCommands } from './account-commands.ts'
import { createAccountQuestions } from './account-questions.ts'
import { defaultAssets } from './asset-book.ts'
import { createDefaultBrackets } from './brackets.ts'
import { createContext } from './context.ts'
import { compileInstrument } from './instrument.ts'
import { createMarketCommands } from './market-commands.ts'
import { createMarketQuestions } from './market-questions.ts'
import { Market } from './market.ts'
import { readMoney } from './money.ts'
import { createOrderQuestions } from './order-questions.ts'
import { defaultPolicy } from './policy.ts'
import { createProtectionCommands } from './protection/protection-commands.ts'
import { createStateCommands } from './state/state-commands.ts'
import { createStrategyCommands } from './strategy/strategy-commands.ts'
import type { Engine, EngineSettings, EventSink } from './types.ts'

/**
 * Builds an exchange without time, chance or network; see {@link Engine}.
 *
 * @param emit - Takes every event while the command that causes it runs.
 * @throws {ParameterError} A symbol's numbers are malformed.
 * @example
 * const engine = createEngine({ symbols: createDefaultExchangeInfo().symbols }, (event) => log(event))
 * engine.openAccount({ id: 'a', usdt: '1000' }, nowMs)
 */
export function createEngine(settings: EngineSettings, emit: EventSink): Engine {
  const context = createContext({
    policy: { ...defaultPolicy, ...settings.policy },
    emit,
    historyLimit: settings.historyLimit ?? 2_000,
    defaultLeverage: settings.defaultLeverage ?? 20,
    insuranceFund: readMoney('insuranceFund', settings.insuranceFund ?? '1000000'),
  })
  for (const entry of settings.symbols) context.markets.set(entry.symbol, createMarket(settings, entry))
  for (const [asset, { price = '0', haircut }] of Object.entries(settings.assets ?? defaultAssets)) {
    context.assets.rates.set(asset, {
      asset,
      market: context.markets.get(`${asset}USDT`),
      fixedE8: readMoney(`price of ${asset}`, price),
      haircutE8: readMoney(`haircut of ${asset}`, haircut),
    })
  }
  return {
    ...createAccountCommands(context),
    ...createAccountQuestions(context),
    ...createMarketCommands(context),
    ...createMarketQuestions(context),
    ...createStrategyCommands(context),
    ...createProtectionCommands(context),
    ...createOrderQuestions(context),
    ...createStateCommands(context),
  }
}

function createMarket(settings: EngineSettings, entry: EngineSettings['symbols'][number]): Market {
  const { symbol } = entry
  const fees = settings.feesBySymbol?.[symbol] ?? settings.fees ?? { maker: '0.0001', taker: '0.00035' }
  return new Market({
    instrument: compileInstrument(entry),
    brackets: settings.brackets?.[symbol] ?? createDefaultBrackets(symbol),
    makerFeeE8: readMoney(`maker fee of ${symbol}`, fees.maker),
    takerFeeE8: readMoney(`taker fee of ${symbol}`, fees.taker),
    fundingIntervalMs: (settings.fundingIntervalHours?.[symbol] ?? 8) * 3_600_000,
  })
}
