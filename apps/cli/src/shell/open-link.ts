import { agentSigner, createNonceSource, hmacSigner, type Signer, warmUpEngine } from '@aster/auth'
import type { Secret } from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport, type RestClient } from '@aster/rest'
import { type FoundConnection, resolveNetwork } from '@aster/runtime'

import type { CliContext } from './command.ts'
import { findProgram } from './find-records.ts'
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
 * Connects to the exchange that the settings mean, with the keys of the environment.
 *
 * @throws {SettingsError} No address, an address of another network, no keys, or a program that has ended.
 * @throws {StateFolderError} The folder of --state names no program.
 */
export async function openLink(context: CliContext): Promise<Link> {
  const { values, settings, clock } = context
  const network = resolveNetwork(values)
  const program = findRunning(context)
  const restUrl = program?.restUrl ?? values.url ?? network.restUrl
  if (restUrl === undefined) {
    throw settings.refuse('url', 'or state is needed: the address of a paper exchange, or the folder of a demo')
  }
  const wsUrl = program?.wsUrl ?? network.wsUrl ?? restUrl.replace(/^http/, 'ws')
  const { v3, v1 } = program === undefined ? await readKeys(context) : readPaperKey(context, program)
  await warmUpEngine()
  const transport = createUndiciTransport({ clock })
  const time = createTimeSync(createRestClient({ transport, clock, baseUrl: restUrl }), { clock })
  await time.sync()
  const clockUncertaintyMs = time.uncertaintyMs
  const signV3 = (key: Secret, user: string | undefined): Signer =>
    agentSigner({
      privateKey: key,
      user,
      chainId: network.chainId,
      nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
      clockUncertaintyMs,
    })
  const signer = v3 === undefined ? signV1() : signV3(v3.privateKey, v3.user)
  function signV1(): Signer {
    if (v1 === undefined) throw settings.refuse('account', 'has no keys in the environment')
    return hmacSigner({ apiKey: v1.apiKey, apiSecret: v1.apiSecret, now: time.now, clockUncertaintyMs })
  }
  const rest = createRestClient({ transport, clock, baseUrl: restUrl, signer, time, recvWindowMs: values.recvWindow })
  return {
    rest,
    restUrl,
    wsUrl,
    account: values.account ?? program?.program ?? v3?.user ?? v3?.signer ?? 'v1',
    now: time.now,
    [Symbol.asyncDispose]: () => transport.close(),
  }
}
