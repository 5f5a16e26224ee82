import { createNonceSource, isAddress, isSameAddress, listWalletKeyNames } from '@aster/auth'
import { ParameterError, Secret } from '@aster/core'
import { localWallet, type WalletAuthority } from '@aster/rest/agents'

import { askSecret, canAsk } from './ask.ts'
import type { CliContext } from './command.ts'
import type { Connection } from './open-connection.ts'
import { openOutsideWallet } from './open-outside-wallet.ts'

/**
 * Who manages the agents of the account: its main wallet, by its key from the environment or the keyboard, or, with
 * `--external`, by signatures that are made somewhere else.
 *
 * @throws {SettingsError} No key, a wrong one, or one of another wallet.
 */
export async function openAuthority(context: CliContext, connection: Connection): Promise<WalletAuthority> {
  const { values, settings, clock } = context
  const network = connection.network.name === 'testnet' ? 'testnet' : 'mainnet'
  const { wallet: address } = values
  if (address !== undefined && !isAddress(address)) throw settings.refuse('wallet', 'must be 0x and 40 hex digits')
  if (values.external) {
    if (address === undefined) throw settings.refuse('wallet', 'is needed with --external: --wallet <address>')
    return { network, ...openOutsideWallet(context, connection, address) }
  }
  const wallet = createWallet(context, await readWalletKey(context))
  if (address !== undefined && !isSameAddress(wallet.address, address)) {
    throw settings.refuse('wallet', `is not the wallet of the given key, ${wallet.address}`)
  }
  return { wallet, network, nonces: createNonceSource({ clock, offsetUs: connection.time.offsetUs }) }
}

async function readWalletKey(context: CliContext): Promise<Secret> {
  const { env, values, settings } = context
  const names = listWalletKeyNames(values.account)
  const given = names.map((name) => env[name]?.trim()).find((text) => text !== undefined && text !== '')
  if (given !== undefined) return new Secret(given)
  if (canAsk(context)) return askSecret(context, 'Private key of the main wallet')
  throw settings.refuse('wallet', `needs its key: set ${names.join(' or ')}, or sign elsewhere with --external`)
}

function createWallet({ settings }: CliContext, privateKey: Secret) {
  try {
    return localWallet({ privateKey })
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    throw settings.refuse('wallet', 'has a key that is none: it must be 64 hex digits')
  }
}
