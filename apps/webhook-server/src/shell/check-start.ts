import { type Mistake, SettingsError } from '@aster/runtime'

import { findBadAddress } from '../core/address-list.ts'
import { isLoopback } from '../core/is-loopback.ts'
import { parseStrategySecrets } from '../core/parse-strategy-secrets.ts'
import type { SignalAccount } from '../core/share-signal.ts'
import { chooseAddresses } from './choose-addresses.ts'
import type { ServerContext } from './open-seats.ts'
import { readStrategies } from './read-strategies.ts'

type Field = Parameters<ServerContext['settings']['refuse']>[0]

/**
 * What the settings of a start come to, before a file is touched or a process begun.
 *
 * @throws {SettingsError} With every mistake.
 */
export function checkStart(context: ServerContext, accounts: readonly SignalAccount[]) {
  const { values, settings, resolvePath } = context
  const mistakes: Mistake[] = []
  const report = (field: Field, rule: string) => void mistakes.push(...settings.refuse(field, rule).mistakes)
  const isLocal = isLoopback(values.host)
  if (values.webhookSecret === undefined && !(values.mode === 'paper' && isLocal)) {
    const why = isLocal ? `mode ${values.mode}` : `an address that others can reach, ${values.host}`
    report('webhookSecret', `is required for ${why}: set WEBHOOK_SECRET`)
  }
  if (findBadAddress(values.allowSource) !== undefined) {
    report('allowSource', 'must be an address, or a network such as 10.0.0.0/8')
  }
  const strategySecrets = parseStrategySecrets(values.strategySecret)
  for (const mistake of strategySecrets.mistakes) report('strategySecret', mistake)
  const known = { symbols: values.symbols, accounts: accounts.map(({ id }) => id) }
  const { policies, mistakes: ofFile } =
    values.strategies === undefined
      ? { policies: undefined, mistakes: [] }
      : readStrategies(resolvePath(values.strategies), known)
  if (ofFile.length > 0) report('strategies', ofFile.join('; '))
  for (const { field, rule } of chooseAddresses(context).mistakes) report(field, rule)
  if (mistakes.length > 0) throw new SettingsError(mistakes)
  return { policies, strategyTokens: strategySecrets.tokens, isOpenToMachine: values.mode === 'paper' && isLocal }
}
