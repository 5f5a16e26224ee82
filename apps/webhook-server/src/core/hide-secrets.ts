import type { Secret } from '@aster/core'

import type { Body } from './parse-body.ts'

/** Names under which a message carries its secret; the first that is there counts. */
export const secretNames = ['webhook_secret', 'webhookSecret', 'secret', 'passphrase', 'token'] as const

export const readBodySecret = (body: Body): string | undefined => {
  for (const name of secretNames) {
    const value = body[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

/** What is shorter is a word of many messages: hiding it would change what they say. */
const shortestHidden = 8

/** The message without what nobody may read later: not under the names of secrets, and no secret of ours anywhere else. */
export function hideSecrets(body: Body, secrets: readonly Secret[]): Body {
  const names: ReadonlySet<string> = new Set(secretNames)
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)))
  const known = secrets.map((secret) => secret.reveal()).filter(({ length }) => length >= shortestHidden)
  const text = JSON.stringify(kept)
  // most messages hold none, and are left as they are
  return known.some((secret) => text.includes(toInner(secret))) ? (hideWithin(kept, known) as Body) : kept
}

/** As it stands within the text of JSON. */
const toInner = (text: string): string => JSON.stringify(text).slice(1, -1)

function hideWithin(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), value)
  if (Array.isArray(value)) return value.map((inner) => hideWithin(inner, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [String(hideWithin(name, secrets)), hideWithin(inner, secrets)]),
  )
}
