import type { RestClient } from '@aster/rest'

import type { CliContext } from './command.ts'
import { openConnection } from './open-connection.ts'
import { readKeys } from './read-keys.ts'

/** A client of the chosen account, and what closes it. */
export interface Link extends AsyncDisposable {
  readonly rest: RestClient
  readonly restUrl: string
  readonly wsUrl: string
  /** Who is looked at, for messages. */
  readonly account: string
  readonly now: () => number
}

/**
 * Connects to the exchange that the settings mean, with the keys of the account.
 *
 * @throws {SettingsError} No address, an address of another network, or no keys.
 */
export async function openLink(context: CliContext): Promise<Link> {
  const { v3, v1 } = await readKeys(context)
  const connection = await openConnection(context)
  const { createAgentSigner, createV1Signer } = connection
  const signV1 = () => {
    if (v1 === undefined) throw context.settings.refuse('account', 'has no keys in the environment')
    return createV1Signer(v1)
  }
  return {
    rest: connection.createClient(v3 === undefined ? signV1() : createAgentSigner(v3.privateKey, v3.user)),
    restUrl: connection.restUrl,
    wsUrl: connection.wsUrl,
    account: context.values.account ?? v3?.user ?? v3?.signer ?? 'v1',
    now: connection.time.now,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}
