import type { BlockList } from 'node:net'

import type { Secret } from '@aster/core'

import { isAddressIn } from './address-list.ts'
import { readBodySecret } from './hide-secrets.ts'
import { isSameSecret, isSignedBy } from './is-same-secret.ts'
import type { Body } from './parse-body.ts'
import { Refusal } from './refusal.ts'

export interface AccessRules {
  readonly webhookSecret: Secret | undefined
  readonly hmacSecret: Secret | undefined
  readonly apiToken: Secret | undefined
  /** Token of a path to the name of its strategy. */
  readonly strategyTokens: readonly { readonly strategy: string; readonly token: Secret }[]
  /**
   * The machine itself may look around and set leverage without a token, as with the original. For paper trading on loopback:
   * whoever gets in has no money to lose.
   */
  readonly isOpenToMachine: boolean
  /** Undefined: everybody. */
  readonly allowedSources: BlockList | undefined
}

/** All that is known to somebody who may do something here. */
export const listSecrets = ({ webhookSecret, hmacSecret, apiToken, strategyTokens }: AccessRules): readonly Secret[] =>
  [webhookSecret, hmacSecret, apiToken, ...strategyTokens.map(({ token }) => token)].filter(
    (secret) => secret !== undefined,
  )

/** One answer for every way of not knowing the secret. */
const refuse = () => new Refusal(401, 'UNAUTHORIZED', 'the secret is missing or wrong')

/** @throws {Refusal} 401: the address is not on the list. */
export function checkSource({ allowedSources }: AccessRules, source: string): void {
  if (allowedSources === undefined) return
  if (isAddressIn(allowedSources, source)) return
  throw new Refusal(401, 'SOURCE_NOT_ALLOWED', 'alerts from this address are not taken')
}

/**
 * Whether an alert comes from somebody who may send it. Every secret that is set has to be there: the signature, and the
 * secret in the body, which goes before the one in the header, or the token in the path.
 *
 * @returns The strategy that the token of the path belongs to.
 * @throws {Refusal} 401, the same for missing and wrong.
 */
export function checkAlert(
  rules: AccessRules,
  alert: {
    readonly body: Body
    readonly raw: Buffer
    readonly header: string | undefined
    readonly signature: string | undefined
    readonly pathToken: string | undefined
  },
): string | undefined {
  const { hmacSecret, webhookSecret, strategyTokens } = rules
  if (hmacSecret !== undefined && !isSignedBy(alert.raw, alert.signature ?? '', hmacSecret.reveal())) throw refuse()
  if (alert.pathToken !== undefined) {
    const offered = alert.pathToken
    const found = strategyTokens.filter(({ token }) => isSameSecret(offered, token.reveal()))[0]
    if (found === undefined) throw refuse()
    return found.strategy
  }
  const offered = readBodySecret(alert.body) ?? alert.header ?? ''
  if (webhookSecret === undefined ? hmacSecret === undefined : !isSameSecret(offered, webhookSecret.reveal())) {
    throw refuse()
  }
  return undefined
}

/** Routes for the operator. @throws {Refusal} 401. */
export function checkOperator(
  { apiToken, webhookSecret }: AccessRules,
  offered: { readonly authorization: string | undefined; readonly header: string | undefined },
): void {
  const token = /^Bearer (.+)$/.exec(offered.authorization ?? '')?.[1] ?? offered.header ?? ''
  const expected = apiToken ?? webhookSecret
  if (expected === undefined || !isSameSecret(token, expected.reveal())) throw refuse()
}

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** A request from this machine, not handed on by a proxy, and not one that a web page could make a browser send. */
export function isFromMachine(request: {
  readonly method: string
  readonly peer: string | undefined
  readonly host: string | undefined
  readonly isForwarded: boolean
  readonly origin: string | undefined
  readonly contentType: string | undefined
}): boolean {
  const { method, peer = '', host = '', isForwarded, origin, contentType = '' } = request
  const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(peer) && ownNames.test(host)
  const isPlainCall = method === 'GET' || contentType.startsWith('application/json')
  return isLocal && isPlainCall && !isForwarded && origin === undefined
}
