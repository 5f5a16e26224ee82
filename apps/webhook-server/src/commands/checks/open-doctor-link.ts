import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  agentSigner,
  computeKeyAddress,
  createNonceSource,
  type Credentials,
  generateAgentKey,
  hmacSigner,
  readCredentials,
  type Signer,
} from '@aster/auth'
import { ParameterError, Secret } from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport, type RestClient } from '@aster/rest'
import { resolveNetwork } from '@aster/runtime'

import { openPaperExchange } from '../../shell/open-paper-exchange.ts'
import type { CommandContext } from '../run-command.ts'
import type { DoctorTarget } from './read-target.ts'

/** A client of the account that the server would trade. */
export interface DoctorLink extends AsyncDisposable {
  readonly rest: RestClient
  /** Why there is no signer where there should be one. */
  readonly keyProblem: string | undefined
}

/**
 * Connects as the server would. In paper mode without an address a paper exchange is started for the time of the checks, in
 * a folder of its own: that of a server may be in use. Missing keys and a silent exchange are left to the checks to tell.
 */
export async function openDoctorLink(context: CommandContext, target: DoctorTarget): Promise<DoctorLink> {
  const { values, clock } = context
  const network = resolveNetwork(values)
  await using stack = new AsyncDisposableStack()
  let baseUrl = values.restUrl ?? (values.mode === 'paper' ? undefined : (target.baseUrl ?? network.restUrl))
  if (baseUrl === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'webhook-doctor-'))
    stack.defer(() => rmSync(folder, { recursive: true, force: true }))
    const venue = await openPaperExchange({ folder, symbols: values.symbols })
    stack.defer(() => venue.close())
    baseUrl = venue.restUrl
  }
  const transport = createUndiciTransport({ clock })
  stack.defer(() => transport.close())
  const time = createTimeSync(createRestClient({ transport, clock, baseUrl }), { clock })
  await time.sync().catch(() => undefined)
  const keys = readKeys(context, target)
  const clockUncertaintyMs = time.uncertaintyMs
  const createSigner = ({ v3, v1 }: Pick<Credentials, 'v3' | 'v1'>): Signer | undefined => {
    if (v3 !== undefined) {
      const { privateKey, user } = v3
      const nonces = createNonceSource({ clock, offsetUs: time.offsetUs })
      return agentSigner({ privateKey, user, chainId: network.chainId, nonces, clockUncertaintyMs })
    }
    return v1 === undefined ? undefined : hmacSigner({ ...v1, now: time.now, clockUncertaintyMs })
  }
  const signer = keys instanceof Error ? undefined : createSigner(keys)
  const rest = createRestClient({ transport, clock, baseUrl, time, ...(signer === undefined ? {} : { signer }) })
  const kept = stack.move()
  return {
    rest,
    keyProblem: keys instanceof Error ? keys.message : undefined,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function readKeys({ values, env }: CommandContext, { folder }: DoctorTarget): Credentials | ParameterError {
  if (values.mode === 'dry') return { v3: undefined, v1: undefined }
  if (values.mode === 'paper') return { v3: readPaperKey(folder), v1: undefined }
  try {
    return readCredentials(env, { alias: values.account })
  } catch (error) {
    if (error instanceof ParameterError) return error
    throw error
  }
}

/** The key of the paper account, or of a new one while there is none. */
function readPaperKey(folder: string): NonNullable<Credentials['v3']> {
  const file = join(folder, 'paper-key')
  const privateKey = existsSync(file) ? new Secret(readFileSync(file, 'utf8').trim()) : generateAgentKey()
  return { privateKey, signer: computeKeyAddress(privateKey), user: undefined }
}
