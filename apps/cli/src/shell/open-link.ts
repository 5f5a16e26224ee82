import type { RestClient } from '@aster/rest'
import type { FoundConnection } from '@aster/runtime'

import type { CliContext } from './command.ts'
import { findProgram } from './find-records.ts'
import { openConnection } from './open-connection.ts'
import { readKeys, readPaperKey } from './read-keys.ts'

/** A client of the chosen account, and what closes it. */
export interface Link extends AsyncDisposable {
  readonly rest: RestClient
  readonly restUrl: string
  readonly wsUrl: string
  /** Who is looked at, for messages. */
  readonly account: string
  readonly now: () => number
}

/** @throws {SettingsError} The program of --state has ended. */
function findRunning(context: CliContext): FoundConnection | undefined {
  const { values, settings } = context
  const program = findProgram(context)
  if (program === undefined) return undefined
  // the checks of the settings say so already; money is worth a second look
  if (values.mode === 'live') throw settings.refuse('state', 'must not be given when mode is live')
  if (program.isRunning) return program
  const ended =
    program.endedMs === undefined ? 'was killed' : `ended at ${new Date(program.endedMs).toISOString().slice(0, 19)}Z`
  throw settings.refuse('state', `names a folder whose ${program.program} ${ended}; start it again, or name another`)
}

/**
 * Connects to the exchange that the settings mean, with the keys of the account.
 *
 * @throws {SettingsError} No address, an address of another network, no keys, or a program that has ended.
 * @throws {StateFolderError} The folder of --state names no program.
 */
export async function openLink(context: CliContext): Promise<Link> {
  const program = findRunning(context)
  const { v3, v1 } = program === undefined ? await readKeys(context) : readPaperKey(context, program)
  const connection = await openConnection(context, program)
  const { createAgentSigner, createV1Signer } = connection
  const signV1 = () => {
    if (v1 === undefined) throw context.settings.refuse('account', 'has no keys in the environment')
    return createV1Signer(v1)
  }
  return {
    rest: connection.createClient(v3 === undefined ? signV1() : createAgentSigner(v3.privateKey, v3.user)),
    restUrl: connection.restUrl,
    wsUrl: connection.wsUrl,
    account: context.values.account ?? program?.program ?? v3?.user ?? v3?.signer ?? 'v1',
    now: connection.time.now,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}
