import { Secret } from '@aster/core'

import type { AccessRules } from './authorize.ts'

/** Reads `<name>:<token>` of each strategy that has a path of its own, or says what is wrong. Never shows a token. */
export function parseStrategySecrets(secrets: readonly Secret[]): {
  readonly tokens: AccessRules['strategyTokens']
  readonly mistakes: readonly string[]
} {
  const found = secrets.map((text) => {
    const [, strategy, token] = /^([\w.-]{1,64}):(.{16,200})$/.exec(text.reveal()) ?? []
    return strategy === undefined || token === undefined ? undefined : { strategy, token: new Secret(token) }
  })
  const tokens = found.filter((entry) => entry !== undefined)
  const isTwice = new Set(tokens.map(({ token }) => token.reveal())).size < tokens.length
  return {
    tokens,
    mistakes: [
      ...(tokens.length < found.length ? ['must be <name>:<token>, the token of at least 16 characters'] : []),
      ...(isTwice ? ['must be different tokens: two strategies have the same token'] : []),
    ],
  }
}
