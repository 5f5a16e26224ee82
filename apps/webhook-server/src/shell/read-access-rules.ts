import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

import type { Secret } from '@aster/core'

import { createAddressList } from '../core/address-list.ts'
import type { AccessRules } from '../core/authorize.ts'

/** What the settings say about who may do what. */
export function readAccessRules(options: {
  readonly webhookSecret: Secret
  readonly hmacSecret: Secret | undefined
  readonly apiToken: Secret | undefined
  readonly strategyTokens: AccessRules['strategyTokens']
  readonly isOpenToMachine: boolean
  readonly allowSource: readonly string[]
}): AccessRules {
  const { webhookSecret, hmacSecret, apiToken, strategyTokens, allowSource } = options
  return {
    webhookSecret,
    hmacSecret,
    apiToken,
    strategyTokens,
    isOpenToMachine: options.isOpenToMachine && apiToken === undefined,
    allowedSources: allowSource.length === 0 ? undefined : createAddressList(allowSource),
  }
}

/**
 * A secret of a paper server's own: made once, kept in its folder, readable by its owner only. A file that a crash left
 * empty holds none.
 */
export function readOrMakeSecret(file: string, make = () => randomBytes(16).toString('hex')): string {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (kept !== '') return kept
  const text = make()
  const whole = `${file}.new`
  writeFileSync(whole, `${text}\n`, { mode: 0o600, flush: true })
  renameSync(whole, file)
  return text
}
