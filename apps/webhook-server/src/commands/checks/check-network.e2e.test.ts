import { once } from 'node:events'
import { createServer } from 'node:net'

import { parseSettings } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { webhookServerSettings } from '../../config.ts'
import { tradingViewSources } from '../../core/trading-view.ts'
import { startServer } from '../../testing/start-server.ts'
import { networkChecks } from './check-network.ts'
import { readTarget } from './read-target.ts'

/** What one check says of settings as they are typed. */
async function judge(name: string, ...argv: readonly string[]) {
  const settings = parseSettings(webhookServerSettings, { argv, env: {} })
  const target = readTarget({ values: settings.values, resolvePath: (path) => path })
  const check = networkChecks(target).find((candidate) => candidate.name === name)
  return check?.run()
}

describe('the check of the port', () => {
  it('tells a port that another program has from one that a running server has', async () => {
    await using server = await startServer()
    const running = await judge('port', '--port', new URL(server.url).port)
    expect(running).toMatchObject({
      level: 'fine',
      detail: expect.stringContaining('a webhook-server that runs already'),
    })
    // takes the connection and never says a word
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const taken = await judge('port', '--port', String(port))
    expect(taken).toMatchObject({ level: 'failed', detail: `${port} is used by another program` })
    silent.close()
    expect(await judge('port', '--port', '0')).toMatchObject({ level: 'fine' })
  })
})

describe('the checks of senders and proxies', () => {
  it('warn of proxies that will not be recognised, and refuse to believe everybody', async () => {
    const name = 'trusted proxies'
    expect(await judge(name)).toMatchObject({ level: 'fine' })
    expect(await judge(name, '--trusted-proxy', '127.0.0.1')).toMatchObject({ level: 'fine' })
    expect(await judge(name, '--trusted-proxy', '10.0.0.0/8')).toMatchObject({ level: 'warning' })
    expect(await judge(name, '--host', '0.0.0.0', '--trusted-proxy', '127.0.0.1')).toMatchObject({ level: 'warning' })
    expect(await judge(name, '--host', '0.0.0.0', '--trusted-proxy', '172.16.0.0/12')).toMatchObject({ level: 'fine' })
    expect(await judge(name, '--trusted-proxy', '0.0.0.0/0')).toMatchObject({ level: 'failed' })
  })

  it('find a list on which a sender is missing, and one that lets nobody pass', async () => {
    const name = 'allowed sources'
    const all = tradingViewSources.join(',')
    const proxy = ['--trusted-proxy', '127.0.0.1']
    expect(await judge(name, '--allow-source', all, ...proxy)).toMatchObject({ level: 'fine' })
    expect(await judge(name, '--allow-source', all)).toMatchObject({ level: 'failed' })
    expect(await judge(name, '--allow-source', tradingViewSources[0], ...proxy)).toMatchObject({
      level: 'warning',
      detail: `TradingView also sends from ${tradingViewSources.slice(1).join(', ')}`,
    })
    expect(await judge(name, '--allow-source', 'everybody')).toMatchObject({ level: 'failed' })
    expect(await judge(name, '--allow-source', '203.0.113.7', ...proxy)).toMatchObject({ level: 'fine' })
  })

  it('know which addresses TradingView cannot reach', async () => {
    const name = 'public address'
    expect(await judge(name, '--public-url', 'https://alerts.example.com')).toMatchObject({ level: 'fine' })
    expect(await judge(name, '--public-url', 'https://alerts.example.com:8443')).toMatchObject({ level: 'failed' })
    expect(await judge(name, '--public-url', 'https://[2001:db8::1]')).toMatchObject({ level: 'failed' })
    const plain = ['--public-url', 'http://alerts.example.com', '--mode', 'live', '--account', 'main']
    expect(await judge(name, ...plain)).toMatchObject({ level: 'warning' })
  })
})
