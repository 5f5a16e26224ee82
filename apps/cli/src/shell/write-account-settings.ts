import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import type { CliContext } from './command.ts'

/** Where the settings of an account are written when no other place is named. */
export const defaultSettingsFile = (account: string): string => `.aster/${account}.json`

/** Writes what the next commands need with `--config`: no key is in it. Overwrites nothing. */
export function writeAccountSettings(
  { values }: CliContext,
  facts: {
    readonly file: string
    readonly account: string
    readonly wallet: string | undefined
    readonly keystore: string
  },
): void {
  const { file, account, wallet, keystore } = facts
  const settings = {
    mode: values.mode,
    account,
    ...(values.network !== undefined && { network: values.network }),
    ...(values.url !== undefined && { url: values.url }),
    ...(wallet !== undefined && { wallet }),
    keystore,
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
}
