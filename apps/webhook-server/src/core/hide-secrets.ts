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

/** The message without what nobody may read later. */
export function hideSecrets(body: Body): Body {
  const names: ReadonlySet<string> = new Set(secretNames)
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)))
}
