import { existsSync } from 'node:fs'

import { isSameAddress } from '@aster/auth'
import { findAgentRisks } from '@aster/rest/agents'

import { formatTime } from '../../core/format-time.ts'
import { renderTable } from '../../core/render-table.ts'
import { locateAgentFiles } from '../../shell/agent-files.ts'
import type { Command } from '../../shell/command.ts'
import { openLink } from '../../shell/open-link.ts'

const yes = (flag: boolean | undefined): string => (flag === true ? 'yes' : 'no')

/** Agents with rights and expiry, and what is wrong with them. */
export const listAgents: Command = async (context) => {
  await using link = await openLink(context)
  const rows = await link.rest.agent.getAgents()
  const ours = link.rest.signer?.apiVersion === 'v3' ? link.rest.signer.address : ''
  const table = rows.map((row) => [
    row.agentName ?? '',
    row.agentAddress,
    yes(row.canPerpTrade),
    yes(row.canWithdraw),
    row.expired === undefined ? '' : formatTime(row.expired),
    String(row.ipWhitelist ?? ''),
    isSameAddress(row.agentAddress, ours) ? 'this key' : '',
  ])
  const notes = [
    ...findAgentRisks(rows, link.now()).map(({ message }) => message),
    ...listLeftovers(locateAgentFiles(context)),
  ]
  const names = ['name', 'address', 'trades', 'withdraws', 'expires (UTC)', 'addresses', '']
  return { data: rows, text: renderTable(names, table) + notes.map((note) => `! ${note}\n`).join('') }
}

function listLeftovers({ keystore, next, old }: ReturnType<typeof locateAgentFiles>): string[] {
  if (!existsSync(next) && !existsSync(old)) return []
  const command = existsSync(keystore) ? 'aster agent rotate' : 'aster agent create'
  return [`an earlier attempt was cut off; ${command} goes on with it`]
}
