import { existsSync } from 'node:fs'

import { writeKeystore } from '@aster/auth'
import { createAgent } from '@aster/rest/agents'

import { explainAlias } from '../../core/explain-alias.ts'
import { locateAgentFiles, promoteNextKey, readNextKey } from '../../shell/agent-files.ts'
import { choosePassphrase } from '../../shell/choose-passphrase.ts'
import type { Command } from '../../shell/command.ts'
import { openAuthority } from '../../shell/open-authority.ts'
import { openConnection } from '../../shell/open-connection.ts'
import { readGrant } from '../../shell/read-grant.ts'
import { defaultSettingsFile, writeAccountSettings } from '../../shell/write-account-settings.ts'

/**
 * Makes a key, keeps it encrypted, has the main wallet approve it, and takes it into use when it has answered. Cut off at
 * any point, the next attempt goes on with the same key.
 */
export const createNewAgent: Command = async (context) => {
  const { values, settings, resolvePath, stderr, signal } = context
  const { account } = values
  if (account === undefined) throw settings.refuse('account', 'is needed: --account <alias>')
  const trouble = explainAlias(account)
  if (trouble !== undefined) throw settings.refuse('account', trouble)
  const files = locateAgentFiles(context)
  if (existsSync(files.keystore)) {
    throw settings.refuse('keystore', `${files.keystore} exists already: aster agent rotate replaces its key`)
  }
  const password = await choosePassphrase(context)
  const resume = await readNextKey(context, files, password)
  await using connection = await openConnection(context)
  const authority = await openAuthority(context, connection)
  const grant = readGrant(context, { nowMs: connection.time.now() })
  const user = authority.wallet.address
  const { agentAddress } = await createAgent({
    client: connection.createClient(),
    authority,
    grant,
    resume,
    isRegistering: values.register,
    store: async ({ privateKey }) => void (await writeKeystore({ file: files.next, privateKey, password })),
    createClient: ({ privateKey }) => connection.createClient(connection.createAgentSigner(privateKey, user)),
    onStep: (step, address) => stderr.write(`aster: ${step} ${address}\n`),
    signal,
  })
  promoteNextKey(files)
  const config = resolvePath(values.output ?? defaultSettingsFile(account))
  if (!existsSync(config)) {
    writeAccountSettings(context, { file: config, account, wallet: user, keystore: files.keystore })
  }
  const data = { account, agent: agentAddress, keystore: files.keystore, config, expiresMs: grant.expiresMs }
  const until = new Date(grant.expiresMs).toISOString().slice(0, 10)
  const lines = [`agent     ${agentAddress}, until ${until}`, `keystore  ${files.keystore}`, `settings  ${config}`]
  return { data, text: `${lines.join('\n')}\nnext      aster doctor --config ${config}\n` }
}
