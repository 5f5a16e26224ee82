import { existsSync } from 'node:fs'

import { isSameAddress, type V3Credentials, writeKeystore } from '@aster/auth'
import type { Secret } from '@aster/core'
import { deleteAgent, type NewAgent, rotateAgent, type WalletAuthority } from '@aster/rest/agents'

import {
  type AgentFiles,
  forgetOldAgent,
  locateAgentFiles,
  promoteNextKey,
  readNextKey,
  readOldAgent,
  writeOldAgent,
} from '../../shell/agent-files.ts'
import type { CliContext, Command, CommandResult } from '../../shell/command.ts'
import { openAuthority } from '../../shell/open-authority.ts'
import { type Connection, openConnection } from '../../shell/open-connection.ts'
import { readGrant } from '../../shell/read-grant.ts'
import { readKeys, readPassphrase } from '../../shell/read-keys.ts'

/**
 * Replaces the agent of a keystore: the new key is stored, approved, proved by a signed read and put in the place of the
 * old one, and only then the old one is revoked. Cut off at any point, the keystore holds a key that works, and the next
 * attempt goes on from there.
 */
export const rotateOwnAgent: Command = async (context) => {
  const { settings, values } = context
  const files = locateAgentFiles(context)
  if (!existsSync(files.keystore)) {
    throw settings.refuse('keystore', `${files.keystore} does not exist: aster agent create makes one`)
  }
  const password = await readPassphrase(context, `Passphrase of ${files.keystore}`)
  const keys = await readKeys(context, password)
  if (keys.v3 === undefined) throw settings.refuse('keystore', 'holds no key of an agent')
  const resume = await readNextKey(context, files, password)
  await using connection = await openConnection(context)
  const authority = await openAuthority(context, connection)
  const { address } = authority.wallet
  if (!isSameAddress(keys.v3.user ?? address, address)) {
    throw settings.refuse('wallet', `of this account is ${keys.v3.user ?? ''}, and the key is that of ${address}`)
  }
  const old = readOldAgent(files)
  const own = { ...keys.v3, user: keys.v3.user ?? values.wallet ?? address }
  const parts = { context, connection, authority, files, own: own as V3Credentials }
  if (old !== undefined && resume === undefined) return await finishRotation(parts, old)
  return await replaceAgent({ ...parts, password, resume })
}

interface Parts {
  readonly context: CliContext
  readonly connection: Connection
  readonly authority: WalletAuthority
  readonly files: AgentFiles
  /** The agent in the keystore. */
  readonly own: V3Credentials
}

async function replaceAgent(
  parts: Parts & { readonly password: Secret; readonly resume: NewAgent | undefined },
): Promise<CommandResult> {
  const { context, connection, authority, files, own, password, resume } = parts
  const client = connection.createClient(connection.createAgentSigner(own.privateKey, own.user))
  const before = (await client.agent.getAgents()).find(({ agentAddress }) => isSameAddress(agentAddress, own.signer))
  const grant = readGrant(context, { nowMs: connection.time.now(), ...(before !== undefined && { before }) })
  const { agentAddress } = await rotateAgent({
    client,
    authority,
    grant,
    resume,
    store: async ({ privateKey }) => void (await writeKeystore({ file: files.next, privateKey, password })),
    createClient: ({ privateKey }) => connection.createClient(connection.createAgentSigner(privateKey, own.user)),
    onStep(step, address) {
      context.stderr.write(`aster: ${step} ${address}\n`)
      if (step !== 'answered') return
      writeOldAgent(files, own.signer)
      promoteNextKey(files)
    },
    signal: context.signal,
  })
  forgetOldAgent(files)
  return describeRotation(files, { agent: agentAddress, revoked: own.signer, expiresMs: grant.expiresMs })
}

/** The new key is in its place already; what it replaced is still to be revoked. */
async function finishRotation(parts: Parts, old: string): Promise<CommandResult> {
  const { context, connection, authority, files, own } = parts
  const client = connection.createClient(connection.createAgentSigner(own.privateKey, own.user))
  const isKnown = async () =>
    (await client.agent.getAgents()).some(({ agentAddress }) => isSameAddress(agentAddress, old))
  if (await isKnown()) {
    await deleteAgent(client, authority, { agentAddress: old }, { signal: context.signal })
    if (await isKnown()) throw context.settings.refuse('keystore', `: ${old} is still listed; try again in a minute`)
  }
  context.stderr.write(`aster: revoked ${old}\n`)
  forgetOldAgent(files)
  return describeRotation(files, { agent: own.signer, revoked: old })
}

function describeRotation(
  { keystore }: AgentFiles,
  facts: { readonly agent: string; readonly revoked: string; readonly expiresMs?: number },
): CommandResult {
  const lines = [`agent     ${facts.agent}`, `revoked   ${facts.revoked}`, `keystore  ${keystore}`]
  const next = 'next      start the programs of this account anew: they still hold the old key'
  return { data: { ...facts, keystore }, text: `${lines.join('\n')}\n${next}\n` }
}
