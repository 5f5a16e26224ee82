import { createSystemClock, type Clock } from '@aster/core'
import { parseSettings } from '@aster/runtime'
import { createExchange, type Exchange } from '@aster/simulator'
import { testAccounts, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { cliSettings } from '../config.ts'
import type { CliContext } from '../shell/command.ts'
import { watchAccount } from './watch.ts'

const clock: Clock = createSystemClock()

async function startExchange(port: number): Promise<{ readonly exchange: Exchange; readonly restUrl: string }> {
  const exchange = createExchange({ market: 'quiet', symbols: ['BTCUSDT'], accounts: testAccounts, clock })
  await exchange.start()
  const { restUrl } = await exchange.listen({ host: '127.0.0.1', port })
  return { exchange, restUrl }
}

/** A terminal that a person looks at, of 60 columns and 12 rows. */
function createTerminal() {
  let text = ''
  const waiting = new Set<() => void>()
  return {
    output: {
      write(more: string) {
        text += more
        for (const look of waiting) look()
      },
      isTerminal: true,
      columns: 60,
      rows: 12,
      onResize: () => () => {},
      flush: async () => {},
    },
    text: () => text,
    /** Resolves when this is drawn, after `from` characters. */
    shows: (words: string, from = 0) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!text.slice(from).includes(words)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

describe('aster watch on a terminal', () => {
  it('stays up when the exchange is gone, says so and why, and comes back with it', async () => {
    const first = await startExchange(0)
    const port = Number(new URL(first.restUrl).port)
    const words = ['watch', '--url', first.restUrl, '--refresh-ms', '500']
    const settings = parseSettings(cliSettings, { argv: words, env: {} })
    const terminal = createTerminal()
    const controller = new AbortController()
    const context: CliContext = {
      values: settings.values,
      settings,
      signal: controller.signal,
      clock,
      stdout: terminal.output,
      stderr: terminal.output,
      env: { ASTER_PRIVATE_KEY: testKeys.agent.privateKey, ASTER_USER: testKeys.master.address, NO_COLOR: '1' },
      resolvePath: (path) => path,
      shutdown: { add: () => undefined },
      atExit: () => {},
    }
    const watching = watchAccount(context, [])
    await terminal.shows('USDT 10000 free 10000')
    await first.exchange.stop()
    await terminal.shows('STALE, no answer for')
    await terminal.shows('ECONNREFUSED')
    const gone = terminal.text().length
    const second = await startExchange(port)
    await terminal.shows('the exchange answers again', gone)
    await terminal.shows('0 s ago', gone)
    controller.abort()
    await watching
    expect(terminal.text()).not.toContain('\u001b[31m')
    expect(terminal.text().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true)
    await second.exchange.stop()
  })
})
