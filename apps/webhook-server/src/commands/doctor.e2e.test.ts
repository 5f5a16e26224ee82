import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openFolder, runToEnd } from '../testing/run-program.ts'

interface Outcome {
  readonly name: string
  readonly level: string
  readonly detail: string
}

async function diagnose(words: readonly string[], options: { folder: string; env?: Record<string, string> }) {
  const { code, stdout } = await runToEnd(['doctor', '--json', '--port', '0', ...words], options)
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Outcome[] }
  const levels = Object.fromEntries(checks.map(({ name, level }) => [name, level]))
  const details = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]))
  return { code, ok, levels, details, stdout }
}

/** An exchange that says of each agent that it can withdraw, and is the same otherwise. */
async function openGenerous(restUrl: string) {
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection'),
    ) as Record<string, string>
    void fetch(restUrl + (request.url ?? ''), { method: request.method ?? 'GET', headers }).then(async (answer) => {
      const text = await answer.text()
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(text.replaceAll('"canWithdraw":false', '"canWithdraw":true'))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() }
}

/** An address of this machine that is not taken for it: keys come from the environment, as with a real exchange. */
const beyond = (url: string): string => url.replace('127.0.0.1', '[::ffff:127.0.0.1]')

describe('webhook-server doctor', () => {
  it('is content with a paper server on its defaults, having tried a real exchange of its own', async () => {
    using here = openFolder()
    const { code, ok, levels } = await diagnose([], here)
    expect({ code, ok }).toEqual({ code: 0, ok: true })
    expect(levels).toMatchObject({
      'webhook secret': 'fine',
      'api token': 'warning',
      durable: 'warning',
      reachable: 'fine',
      clock: 'fine',
      'position mode': 'fine',
      fees: 'fine',
      builders: 'fine',
      'alert time': 'fine',
      symbols: 'fine',
      'default stop': 'fine',
    })
  })

  it('finds what would lose alerts or money, names it, and ends with 1', async () => {
    using here = openFolder()
    await using exchange = await startSocketExchange()
    mkdirSync(join(here.folder, 'data'))
    writeFileSync(join(here.folder, 'a-file'), '', { mode: 0o600 })
    writeFileSync(join(here.folder, 'data', 'HALT'), '')
    const words = ['--strategy-secret', 'trend:short-but-allowed', '--hmac-secret', 'x'.repeat(40)]
    const { code, levels, details, stdout } = await diagnose(
      [
        ...'--allow-source 52.89.214.238 --public-url https://example.com:8443 --stop-percent 12'.split(' '),
        ...`--symbols BTCUSDT,NOSUCHUSDT --rest-url ${exchange.restUrl} --ws-url ${exchange.wsUrl}`.split(' '),
        '--locks',
        'a-file',
        ...words,
      ],
      { ...here, env: { WEBHOOK_SECRET: 'hunter2-hunter2' } },
    )
    expect(code).toBe(1)
    expect(levels).toMatchObject({
      'webhook secret': 'warning',
      'strategy tokens': 'warning',
      signatures: 'warning',
      'allowed sources': 'failed',
      'public address': 'failed',
      'halt file': 'warning',
      locks: 'failed',
      symbols: 'failed',
    })
    expect(details['symbols']).toBe('not listed: NOSUCHUSDT')
    expect(stdout).not.toMatch(/hunter2|short-but-allowed/)
  })

  it('tells in JSON too that an exchange of its own could not be started', async () => {
    using here = openFolder()
    const { code, levels } = await diagnose(['--symbols', 'not a symbol'], here)
    expect({ code, level: levels['exchange'] }).toEqual({ code: 1, level: 'failed' })
  })

  it('asks for the secret and the keys that live trading needs, and tells that nothing answers', async () => {
    using here = openFolder()
    const { code, levels, details } = await diagnose(
      [
        '--mode',
        'live',
        '--account',
        'main',
        '--rest-url',
        beyond('http://127.0.0.1:9'),
        '--ws-url',
        beyond('ws://127.0.0.1:9'),
      ],
      here,
    )
    expect(code).toBe(1)
    expect(levels).toMatchObject({
      'webhook secret': 'failed',
      durable: 'failed',
      credentials: 'failed',
      reachable: 'failed',
    })
    expect(details['credentials']).toContain('ASTER_MAIN_PRIVATE_KEY')
    expect(levels).not.toHaveProperty('clock')
  })

  it('warns when the key of an account can withdraw', async () => {
    using here = openFolder()
    await using exchange = await startSocketExchange()
    using generous = await openGenerous(exchange.restUrl)
    const { agent, master } = testKeys
    const env = { ASTER_MAIN_PRIVATE_KEY: agent.privateKey, ASTER_MAIN_USER: master.address }
    const honest = await diagnose(
      [
        '--mode',
        'live',
        '--account',
        'main',
        '--rest-url',
        beyond(exchange.restUrl),
        '--ws-url',
        beyond(exchange.wsUrl),
      ],
      { ...here, env },
    )
    expect(honest.levels).toMatchObject({ key: 'fine', credentials: 'fine', permissions: 'fine' })
    const { levels, details } = await diagnose(
      ['--mode', 'live', '--account', 'main', '--rest-url', beyond(generous.url), '--ws-url', beyond(exchange.wsUrl)],
      { ...here, env },
    )
    expect(levels['key']).toBe('warning')
    expect(details['key']).toContain('CAN WITHDRAW')
    expect(JSON.stringify(details)).not.toContain(env.ASTER_MAIN_PRIVATE_KEY)
  })

  it('checks every account that alerts are carried out on, and the file of strategies', async () => {
    using here = openFolder()
    writeFileSync(join(here.folder, 'strategies.json'), JSON.stringify({ trend: { symbols: ['DOGEUSDT'] } }))
    const { code, levels, details } = await diagnose(
      ['--copies', 'desk:0.5,shadow:1:dry', '--strategies', 'strategies.json'],
      here,
    )
    expect(code).toBe(1)
    expect(levels).toMatchObject({
      strategies: 'failed',
      'fees paper': 'fine',
      'fees desk': 'fine',
      'fees shadow': 'fine',
      'default stop desk': 'fine',
    })
    expect(details['strategies']).toContain('DOGEUSDT is not traded here')
    expect(Object.keys(levels).filter((name) => name.startsWith('reachable'))).toEqual(['reachable'])
  })
})
