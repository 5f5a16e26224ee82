import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { defaultKeystore, isAddress, KeystoreError, readKeystore } from '@aster/auth'
import type { Secret } from '@aster/core'
import type { NewAgent } from '@aster/rest/agents'

import type { CliContext } from './command.ts'

/**
 * The files of an agent. At every moment the keystore holds a key that the exchange knows; `.next` a key that is not proved
 * yet; `.old` the address that the keystore's key replaced and that is still to be revoked.
 */
export interface AgentFiles {
  readonly keystore: string
  readonly next: string
  readonly old: string
}

/** Where the files of the chosen account are. */
export function locateAgentFiles({ values, resolvePath }: CliContext): AgentFiles {
  const keystore = resolvePath(values.keystore ?? defaultKeystore(values.account))
  return { keystore, next: `${keystore}.next`, old: `${keystore}.old` }
}

/**
 * The key that an attempt stored which was cut off; undefined when there was none.
 *
 * @throws {SettingsError} It does not open with this passphrase, or is damaged.
 */
export async function readNextKey(
  { settings }: CliContext,
  { next }: AgentFiles,
  password: Secret,
): Promise<NewAgent | undefined> {
  if (!existsSync(next)) return undefined
  try {
    const { privateKey, address } = await readKeystore({ file: next, password })
    return { agentAddress: address, privateKey }
  } catch (error) {
    if (!(error instanceof KeystoreError)) throw error
    throw settings.refuse('keystore', `${error.message}; it is left of an earlier attempt: remove it to begin anew`)
  }
}

/** The new key becomes the key of the account: a rename, so that there is always one whole keystore. */
export function promoteNextKey({ keystore, next }: AgentFiles): void {
  renameSync(next, keystore)
  syncFolder(keystore)
}

/** Keeps who is still to be revoked, before the new key takes the place of the old one. */
export function writeOldAgent({ old }: AgentFiles, address: string): void {
  writeFileSync(old, `${address}\n`, { mode: 0o600, flush: true })
  syncFolder(old)
}

/** Who is still to be revoked after a rotation that was cut off. */
export function readOldAgent({ old }: AgentFiles): string | undefined {
  if (!existsSync(old)) return undefined
  const address = readFileSync(old, 'utf8').trim()
  return isAddress(address) ? address : undefined
}

export function forgetOldAgent({ old }: AgentFiles): void {
  rmSync(old, { force: true })
}

/** A rename or a new file outlives a power cut only when its folder was written too. */
function syncFolder(file: string): void {
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
