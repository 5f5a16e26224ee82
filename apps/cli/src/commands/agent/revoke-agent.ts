import { isAddress, isSameAddress } from '@aster/auth'
import { OutcomeUnknownError } from '@aster/core'
import type { RestClient } from '@aster/rest'
import { deleteAgent } from '@aster/rest/agents'

import { ask, canAsk } from '../../shell/ask.ts'
import type { CliContext, Command } from '../../shell/command.ts'
import { openAuthority } from '../../shell/open-authority.ts'
import { type Connection, openConnection } from '../../shell/open-connection.ts'
import { readKeys } from '../../shell/read-keys.ts'

/** Takes all rights from an agent; its orders stay. Done when the exchange says so, and where a key can ask, when it is off the list. */
export const revokeAgent: Command = async (context, words) => {
  const { settings, values, stderr } = context
  const [address, ...more] = words
  if (address === undefined || more.length > 0 || !isAddress(address)) {
    throw settings.refuse('words', 'must name one agent: aster agent revoke <address>')
  }
  if (!values.yes) {
    if (!canAsk(context)) throw settings.refuse('yes', 'is needed where nobody can be asked: --yes')
    stderr.write(`Whatever signs with ${address} can do nothing from now on; its orders stay.\n`)
    if ((await ask(context, 'Type yes to revoke it', 'no')) !== 'yes') {
      return { data: { revoked: false, agent: address }, text: 'nothing was done\n', code: 1 }
    }
  }
  await using connection = await openConnection(context)
  const authority = await openAuthority(context, connection)
  const reader = await openReader(context, connection, address)
  try {
    await deleteAgent(connection.createClient(), authority, { agentAddress: address }, { signal: context.signal })
  } catch (error) {
    // without an answer the list decides
    if (!(error instanceof OutcomeUnknownError) || reader === undefined) throw error
  }
  const isLeft = (await reader?.agent.getAgents())?.some(({ agentAddress }) => isSameAddress(agentAddress, address))
  const text = isLeft === true ? `${address} IS STILL LISTED\n` : `${address} is revoked\n`
  return { data: { revoked: isLeft !== true, agent: address }, text, code: isLeft === true ? 1 : 0 }
}

/** Somebody else of the account who can read the list; undefined where there is none. */
async function openReader(
  context: CliContext,
  connection: Connection,
  revoked: string,
): Promise<RestClient | undefined> {
  const keys = await readKeys(context).catch(() => undefined)
  const v3 = keys?.v3
  if (v3 === undefined || isSameAddress(v3.signer, revoked)) return undefined
  return connection.createClient(connection.createAgentSigner(v3.privateKey, v3.user))
}
