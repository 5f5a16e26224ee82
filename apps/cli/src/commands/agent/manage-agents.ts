import { ParameterError } from '@aster/core'

import type { Command } from '../../shell/command.ts'
import { createNewAgent } from './create-agent.ts'
import { listAgents } from './list-agents.ts'
import { revokeAgent } from './revoke-agent.ts'
import { rotateOwnAgent } from './rotate-agent.ts'

const deeds: Readonly<Record<string, Command>> = {
  list: listAgents,
  create: createNewAgent,
  rotate: rotateOwnAgent,
  revoke: revokeAgent,
}

/** The agents of the account: who they are, and new ones for old ones. */
export const manageAgents: Command = async (context, [deed = 'list', ...words]) => {
  const command = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined
  const { settings, values } = context
  if (command === undefined)
    throw settings.refuse('words', `must say what: aster agent ${Object.keys(deeds).join('|')}`)
  if (values.mode === 'dry' && command !== listAgents) {
    throw settings.refuse('mode', `must be paper or live: agent ${deed} acts on the account`)
  }
  try {
    return await command(context, words)
  } catch (error) {
    // a signature of somebody else, rights that do not go together: nothing was sent
    if (error instanceof ParameterError) throw settings.refuse('words', `cannot be done: ${error.message}`)
    throw error
  }
}
