import { existsSync } from 'node:fs'

import {
  computeKeyAddress,
  defaultKeystore,
  generateAgentKey,
  KeystoreError,
  readCredentials,
  writeKeystore,
} from '@aster/auth'
import { ParameterError, type Secret } from '@aster/core'

import { explainAlias } from '../core/explain-alias.ts'
import { ask, askSecret, canAsk } from '../shell/ask.ts'
import { choosePassphrase } from '../shell/choose-passphrase.ts'
import type { CliContext, Command } from '../shell/command.ts'
import { defaultSettingsFile, writeAccountSettings } from '../shell/write-account-settings.ts'

interface Answers {
  readonly account: string
  readonly wallet: string | undefined
  readonly configFile: string
  readonly keystoreFile: string
}

/**
 * Writes an encrypted keystore and a settings file for one account; asks on a terminal what the flags leave open. The
 * key comes from the environment or the keyboard, or is made here: never from the command line. Overwrites nothing.
 */
export const initAccount: Command = async (context) => {
  const { values, settings, resolvePath } = context
  const answers = await readAnswers(context)
  const { account, wallet } = answers
  const [configFile, keystoreFile] = [resolvePath(answers.configFile), resolvePath(answers.keystoreFile)]
  if (existsSync(configFile)) throw settings.refuse('output', `${configFile} exists already and is never overwritten`)
  if (existsSync(keystoreFile))
    throw settings.refuse('keystore', `${keystoreFile} exists already and is never overwritten`)
  const isNew = values.generate
  const privateKey = isNew ? generateAgentKey() : await readKey(context)
  const address = readAddress(context, privateKey)
  if (wallet !== undefined && wallet.toLowerCase() === address.toLowerCase()) {
    throw settings.refuse('wallet', 'is the address of the key itself: give the main wallet, and the key of an agent')
  }
  const password = await choosePassphrase(context)
  try {
    await writeKeystore({ file: keystoreFile, privateKey, password })
  } catch (error) {
    if (error instanceof KeystoreError) throw settings.refuse('keystore', error.message)
    throw error
  }
  writeAccountSettings(context, { file: configFile, account, wallet, keystore: keystoreFile })
  const next = isNew
    ? `approve the agent ${address} for your account (the next one: aster agent create does both), then: `
    : ''
  const text = `agent     ${address}\nkeystore  ${keystoreFile}\nsettings  ${configFile}\nnext      ${next}aster doctor --config ${configFile}\n`
  return { data: { account, agent: address, keystore: keystoreFile, config: configFile, isNew }, text }
}

async function readAnswers(context: CliContext): Promise<Answers> {
  const { values, settings } = context
  const account = values.account ?? (canAsk(context) ? await ask(context, 'Name of the account', 'desk') : undefined)
  if (account === undefined) throw settings.refuse('account', 'is needed: --account <alias>')
  const trouble = explainAlias(account)
  if (trouble !== undefined) throw settings.refuse('account', trouble)
  const asked = canAsk(context) && values.wallet === undefined
  const wallet = asked
    ? await ask(context, 'Address of the main wallet (empty: the agent trades for itself)')
    : values.wallet
  if (wallet !== undefined && wallet !== '' && !/^0x[0-9a-fA-F]{40}$/.test(wallet)) {
    throw settings.refuse('wallet', 'must be 0x and 40 hex digits')
  }
  return {
    account,
    wallet: wallet === '' ? undefined : wallet,
    configFile: values.output ?? defaultSettingsFile(account),
    keystoreFile: values.keystore ?? defaultKeystore(account),
  }
}

async function readKey(context: CliContext): Promise<Secret> {
  const { env, values, settings } = context
  const { v3 } = readCredentials(env, { alias: values.account, required: 'none' })
  if (v3 !== undefined) return v3.privateKey
  if (canAsk(context)) return askSecret(context, 'Private key of the agent')
  throw settings.refuse('generate', 'is needed, or a key in the environment, or a terminal to type it on')
}

function readAddress({ settings }: CliContext, privateKey: Secret): string {
  try {
    return computeKeyAddress(privateKey)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    throw settings.refuse('generate', 'was not given, and what was typed or set is no private key: 64 hex digits')
  }
}
