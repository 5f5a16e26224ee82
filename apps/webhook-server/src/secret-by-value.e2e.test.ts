import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { secret, startServer } from './testing/start-server.ts'

const token = 'token-of-the-breakout'

describe('a secret in a place where none belongs', () => {
  it('is neither kept with the message, taken in or not, nor answered, nor in a log', async () => {
    await using server = await startServer({
      rules: { strategyTokens: [{ strategy: 'breakout', token: new Secret(token) }] },
    })
    const places = {
      comment: `it is ${secret}`,
      extras: { deep: [token, { [secret]: 1 }] },
      strategy: secret,
      id: secret,
    }
    const heard = [
      await server.alert({ action: 'close', ...places }),
      await server.alert({ ...places, action: secret, quantity: secret, [token]: 1 }),
      await server.call('POST', `/webhook/tradingview/t/%zz${token}`, {}),
      await server.call('GET', '/signals'),
      await server.call('GET', '/refusals'),
    ].map(({ text }) => text)
    const files = ['signals.db', 'signals.db-wal', 'refusals.db', 'refusals.db-wal'].map((name) =>
      readFileSync(join(server.folder, name)).toString('latin1'),
    )
    for (const text of [...heard, ...files, server.lines.join('\n')]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(token)
    }
    expect(heard[3]).toContain('it is [secret]')
  })
})
