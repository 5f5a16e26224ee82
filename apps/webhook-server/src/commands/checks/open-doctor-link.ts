import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { AsterError } from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport, type RestClient } from '@aster/rest'

import { createSigner } from '../../shell/open-desk.ts'
import { chooseCredentials, findExchange } from '../../shell/open-seats.ts'
import type { CommandContext } from '../run-command.ts'
import type { DoctorTarget } from './read-target.ts'

/** A client of one account that the server would trade. */
export interface DoctorAccount {
  readonly id: string
  readonly rest: RestClient
  /** Why there is no signer. */
  readonly keyProblem: string | undefined
}

export interface DoctorLink extends AsyncDisposable {
  /** On an exchange of this machine an account is its own wallet: there is no agent with rights. */
  readonly isOwn: boolean
  readonly accounts: readonly DoctorAccount[]
}

/**
 * Connects as the server would. Where that starts a paper exchange of its own, one is started for the time of the checks, in
 * a folder of its own: that of a server may be in use. Missing keys and a silent exchange are left to the checks to tell.
 */
export async function openDoctorLink(context: CommandContext, target: DoctorTarget): Promise<DoctorLink> {
  const { clock, stderr } = context
  await using stack = new AsyncDisposableStack()
  const scratch = mkdtempSync(join(tmpdir(), 'webhook-doctor-'))
  stack.defer(() => rmSync(scratch, { recursive: true, force: true }))
  // keys of paper accounts are read where the server keeps them, and made for the time of the checks where there are none
  const folder = {
    file: (name: string) => join(existsSync(join(target.folder, name)) ? target.folder : scratch, name),
  }
  const venue = { file: (name: string) => join(scratch, name) }
  const place = { folder: venue }
  const { restUrl, isOwn } = await findExchange({ ...context, stdout: stderr }, stack, place)
  const transport = createUndiciTransport({ clock })
  stack.defer(() => transport.close())
  const time = createTimeSync(createRestClient({ transport, clock, baseUrl: restUrl }), { clock })
  await time.sync().catch(() => undefined)
  const open = async (id: string, isMain: boolean): Promise<DoctorAccount> => {
    const base = { transport, clock, baseUrl: restUrl, time }
    try {
      const credentials = await chooseCredentials(context, id, { folder, isOwn, isMain })
      const rest = createRestClient({ ...base, signer: createSigner(credentials, clock, time) })
      return { id, rest, keyProblem: undefined }
    } catch (error) {
      if (!(error instanceof AsterError)) throw error
      return { id, rest: createRestClient(base), keyProblem: error.message }
    }
  }
  const accounts = await Promise.all(target.accounts.map(({ id }, index) => open(id, index === 0)))
  const kept = stack.move()
  return { isOwn, accounts, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
