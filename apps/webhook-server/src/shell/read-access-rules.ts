import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { BlockList } from 'node:net'

import { Secret } from '@aster/core'

import { createAddressList, findBadAddress } from '../core/address-list.ts'
import type { AccessRules } from '../core/authorize.ts'

/** What the settings say about who may do what, `undefined` for an address that is none. */
export function readAccessRules(options: {
  readonly webhookSecret: Secret
  readonly hmacSecret: Secret | undefined
  readonly apiToken: Secret | undefined
  readonly strategySecret: readonly Secret[]
  readonly isOpenToMachine: boolean
  readonly allowSource: readonly string[]
  readonly refuse: (field: 'allowSource' | 'strategySecret', rule: string) => Error
}): AccessRules {
  const { webhookSecret, hmacSecret, apiToken } = options
  return {
    webhookSecret,
    hmacSecret,
    apiToken,
    isOpenToMachine: options.isOpenToMachine && apiToken === undefined,
    strategyTokens: options.strategySecret.map((text) => {
      const [, strategy, token] = /^([\w.-]{1,64}):(.{16,200})$/.exec(text.reveal()) ?? []
      if (strategy === undefined || token === undefined) {
        throw options.refuse('strategySecret', 'must be <name>:<token>, the token of at least 16 characters')
      }
      return { strategy, token: new Secret(token) }
    }),
    allowedSources: readSources(options.allowSource, options.refuse),
  }
}

function readSources(
  addresses: readonly string[],
  refuse: (field: 'allowSource', rule: string) => Error,
): BlockList | undefined {
  if (addresses.length === 0) return undefined
  if (findBadAddress(addresses) !== undefined) {
    throw refuse('allowSource', 'must be an address, or a network such as 10.0.0.0/8')
  }
  return createAddressList(addresses)
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
