import { ParameterError, Secret } from '@aster/core'

import { defaultAssets } from '../engine/asset-book.ts'
import { printable } from '../http/parse-pairs.ts'

/** An account to open at start, with the ways to reach it. At least one of `v3` and `v1` is set. */
export interface AccountSpec {
  /** Wallet balance in USDT, a decimal string. */
  readonly usdt: string
  /** Other margin assets, decimal strings by name. */
  readonly assets?: Readonly<Record<string, string>> | undefined
  /** Main wallet and the agents that may sign for it. The wallet itself may always sign. */
  readonly v3?: { readonly user: string; readonly signers: readonly string[] } | undefined
  readonly v1?: { readonly apiKey: Secret; readonly apiSecret: Secret } | undefined
}

const addressPattern = /^0x[0-9a-fA-F]{40}$/
const amountPattern = /^\d{1,12}(\.\d{1,8})?$/
const assetNames: ReadonlySet<string> = new Set(Object.keys(defaultAssets))
const keyPattern = /^[A-Za-z0-9_-]{4,128}$/

/**
 * Reads `v1:<key>:<secret>:<usdt>` or `v3:<user>:<signer>:<usdt>`.
 *
 * @throws {ParameterError} Names the part that does not fit; keys and secrets are never repeated.
 */
export function parseAccountSpec(text: string): AccountSpec {
  const [version, first = '', second = '', usdt = '', ...rest] = text.split(':')
  if (version !== 'v1' && version !== 'v3') {
    throw badAccount('form', version ?? '', 'must be v1:<key>:<secret>:<usdt> or v3:<user>:<signer>:<usdt>')
  }
  if (rest.length > 0 || usdt === '') throw badAccount('form', version, `needs 4 parts, separated by colons`)
  return version === 'v3'
    ? readAccountEntry({ usdt, user: first, signers: [second] }, '')
    : readAccountEntry({ usdt, key: first, secret: second }, '')
}

/**
 * Reads an accounts file: a JSON list of texts as on the command line, or of objects
 * `{ "usdt": "10000", "user": "0x…", "signers": ["0x…"], "key": "…", "secret": "…" }` with a V3 or a V1 half, or both;
 * `"assets": { "BTC": "0.5" }` adds other margin assets.
 *
 * @throws {ParameterError} Names the entry and the field that does not fit.
 */
export function parseAccountsFile(text: string): readonly AccountSpec[] {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw badAccount('json', 'a text', 'is not JSON')
  }
  if (!Array.isArray(list)) throw badAccount('json', typeof list, 'must be a list of accounts')
  return list.map((entry: unknown, index) =>
    typeof entry === 'string' ? parseAccountSpec(entry) : readAccountEntry(entry, `[${index}].`),
  )
}

function readAccountEntry(entry: unknown, path: string): AccountSpec {
  if (typeof entry !== 'object' || entry === null)
    throw badAccount('object', typeof entry, 'must be a text or an object', path)
  const { usdt, assets, user, signers, key, secret, ...unknown } = entry as Record<string, unknown>
  const [strange] = Object.keys(unknown)
  if (strange !== undefined) throw badAccount('known', strange, `has the unknown field ${printable(strange)}`, path)
  const amount = typeof usdt === 'number' ? String(usdt) : usdt
  if (typeof amount !== 'string' || !amountPattern.test(amount)) {
    throw badAccount('usdt', String(amount), 'must be an amount of USDT such as 10000 or 250.5', `${path}usdt`)
  }
  const v3 = user === undefined && signers === undefined ? undefined : readWallet(user, signers ?? [], path)
  const v1 = key === undefined && secret === undefined ? undefined : readKey(key, secret, path)
  if (v3 === undefined && v1 === undefined) throw badAccount('access', 'none', 'needs user or key', path)
  const others = assets === undefined ? undefined : readAssets(assets, path)
  return { usdt: amount, ...(others && { assets: others }), ...(v3 && { v3 }), ...(v1 && { v1 }) }
}

function readAssets(assets: unknown, path: string): Readonly<Record<string, string>> {
  if (typeof assets !== 'object' || assets === null || Array.isArray(assets)) {
    throw badAccount('assets', typeof assets, 'must be an object such as { "BTC": "0.5" }', `${path}assets`)
  }
  for (const [asset, amount] of Object.entries(assets)) {
    if (!assetNames.has(asset)) {
      throw badAccount('asset', printable(asset), `is none of ${[...assetNames].join(', ')}`, `${path}assets`)
    }
    if (typeof amount !== 'string' || !amountPattern.test(amount)) {
      throw badAccount('amount', String(amount), 'must be an amount as text, such as "0.5"', `${path}assets.${asset}`)
    }
  }
  return assets as Readonly<Record<string, string>>
}

function readWallet(user: unknown, signers: unknown, path: string) {
  if (!isAddress(user)) throw badAccount('address', String(user), 'must be 0x and 40 hex digits', `${path}user`)
  if (!Array.isArray(signers)) throw badAccount('list', typeof signers, 'must be a list of addresses', `${path}signers`)
  const addresses = signers.map((signer: unknown, index) => {
    if (isAddress(signer)) return signer
    throw badAccount('address', String(signer), 'must be 0x and 40 hex digits', `${path}signers[${index}]`)
  })
  return { user, signers: addresses }
}

function readKey(key: unknown, secret: unknown, path: string) {
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    throw badAccount('key', '(not shown)', 'must be 4 to 128 letters, digits, - or _', `${path}key`)
  }
  if (typeof secret !== 'string' || !keyPattern.test(secret)) {
    throw badAccount('secret', '(not shown)', 'must be 4 to 128 letters, digits, - or _', `${path}secret`)
  }
  return { apiKey: new Secret(key), apiSecret: new Secret(secret) }
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && addressPattern.test(value)

function badAccount(rule: string, value: string, message: string, path = ''): ParameterError {
  const field = path === '' ? 'account' : `account${path.startsWith('[') ? '' : '.'}${path.replace(/\.$/, '')}`
  return new ParameterError('account', [{ field, rule: `account.${rule}`, value: value.slice(0, 60), message }])
}
