import type { SettingsCheck } from '../settings/define-settings.ts'
import { optionalSetting, setting } from '../settings/setting.ts'
import { choice, plainText } from '../settings/text-schemas.ts'
import { type Mode, modes, type NetworkName, networkNames } from './networks.ts'

/** `--mode`, for every program. */
export const modeField = setting(choice(modes), {
  description: 'Where orders go: dry sends none, paper trades on a paper exchange, live trades with money.',
  placeholder: modes.join('|'),
  default: 'paper' as Mode,
})

/** The switch with what belongs to live trading, for programs that can trade for real. */
export const modeFields = {
  mode: modeField,
  account: optionalSetting(plainText(), {
    description: 'Alias of the account to trade. Live trading needs one.',
    placeholder: '<alias>',
  }),
  network: optionalSetting(choice(networkNames), {
    description: 'Profile of addresses and chain ids. By default paper, and mainnet when live.',
    placeholder: networkNames.join('|'),
  }),
}

export interface ModeValues {
  readonly mode: Mode
  readonly account?: string | undefined
  readonly network?: NetworkName | undefined
}

/** Rules that mode, account and network have to keep together. Spread it into a definition's `checks`. */
export const modeChecks: readonly SettingsCheck<ModeValues>[] = [
  {
    needs: ['mode', 'account'],
    check({ mode, account }, report) {
      if (mode === 'live' && account === undefined)
        report('account', 'is required when mode is live: --account <alias>')
    },
  },
  {
    needs: ['mode', 'network'],
    check({ mode, network }, report) {
      if (mode === 'paper' && network !== undefined && network !== 'paper')
        report('network', 'must be paper when mode is paper')
      if (mode === 'live' && network === 'paper') report('network', 'must be mainnet or testnet when mode is live')
    },
  },
]

/** A check for programs that do not have every mode. */
export function allowModes(allowed: readonly Mode[], why: string): SettingsCheck<{ readonly mode: Mode }> {
  return {
    needs: ['mode'],
    check({ mode }, report) {
      if (!allowed.includes(mode)) report('mode', `must be ${allowed.join(' or ')}: ${why}`)
    },
  }
}
