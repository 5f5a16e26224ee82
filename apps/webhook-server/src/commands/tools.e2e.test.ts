import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../main.ts', import.meta.url))
const secret = 'b7e1-0f3c9a52d8664be19f7c-2ad83e60'

/** Runs the program in a folder of its own to its end, without anything of our environment. */
async function run(words: readonly string[], { folder, env = {} }: { folder: string; env?: Record<string, string> }) {
  const child = execFile(process.execPath, [program, ...words, '--data', join(folder, 'data')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: string) => (stdout += chunk))
  child.stderr?.on('data', (chunk: string) => (stderr += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout, stderr }
}

function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-tools-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

interface Outcome {
  readonly name: string
  readonly level: string
  readonly detail: string
}

async function diagnose(words: readonly string[], options: { folder: string; env?: Record<string, string> }) {
  const { code, stdout } = await run(['doctor', '--json', '--port', '0', ...words], options)
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

async function waitUntilReady(child: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    if (line.includes('ready, mode')) break
  }
  child.stdout?.resume()
}

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
    writeFileSync(join(here.folder, 'data', 'HALT'), '')
    const words = ['--strategy-secret', 'trend:short-but-allowed', '--hmac-secret', 'x'.repeat(40)]
    const { code, levels, details, stdout } = await diagnose(
      [
        ...'--allow-source 52.89.214.238 --public-url https://example.com:8443 --stop-percent 12'.split(' '),
        ...`--symbols BTCUSDT,NOSUCHUSDT --rest-url ${exchange.restUrl} --ws-url ${exchange.wsUrl}`.split(' '),
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
        'ws://127.0.0.1:9',
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
      ['--mode', 'live', '--account', 'main', '--rest-url', beyond(exchange.restUrl), '--ws-url', exchange.wsUrl],
      { ...here, env },
    )
    expect(honest.levels).toMatchObject({ key: 'fine', credentials: 'fine', permissions: 'fine' })
    const { levels, details } = await diagnose(
      ['--mode', 'live', '--account', 'main', '--rest-url', beyond(generous.url), '--ws-url', exchange.wsUrl],
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

describe('webhook-server template', () => {
  it('prints the URL and a placeholder for the secret, and the secret only when asked', async () => {
    using here = openFolder()
    const env = { WEBHOOK_SECRET: secret }
    const words = ['template', 'close', '--public-url', 'https://alerts.example.com/']
    const hidden = await run(words, { ...here, env })
    expect(hidden.code).toBe(0)
    expect(hidden.stdout).toContain('# Webhook URL: https://alerts.example.com/webhook/tradingview\n')
    expect(hidden.stdout).toContain('"webhook_secret": "<your secret>"')
    expect(hidden.stdout).not.toContain(secret)
    expect((await run([...words, '--show-secret'], { ...here, env })).stdout).toContain(`"webhook_secret": "${secret}"`)
  })

  it('refuses a name that is none with exit code 2, and suggests one', async () => {
    using here = openFolder()
    const { code, stderr } = await run(['template', 'open-lang'], here)
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean open-long?')
  })
})

describe('the command line', () => {
  it('teaches all three commands', async () => {
    using here = openFolder()
    const { stdout } = await run(['--help'], here)
    for (const word of ['serve', 'doctor', 'template']) expect(stdout).toContain(`  ${word} `)
  })

  it('refuses several workers, reloading, a word that is no command and bad lists, all at once, with the reasons', async () => {
    using here = openFolder()
    const { code, stderr } = await run(
      ['--workers', '4', '--reload', '--trusted-proxy', 'proxy', '--cors-origin', '*'],
      here,
    )
    expect(code).toBe(2)
    expect(stderr).toMatch(/--workers: .*must be 1: one process per data folder/)
    expect(stderr).toMatch(/--reload: .*is not there/)
    expect(stderr).toMatch(/--trusted-proxy: .*must be addresses/)
    expect(stderr).toMatch(/--cors-origin: .*must be origins/)
    const word = await run(['main:app'], here)
    expect(word).toMatchObject({ code: 2, stderr: expect.stringContaining('must begin with serve, doctor, template') })
    expect((await run(['template', 'close', '--workers', '1'], here)).code).toBe(0)
  })

  it('refuses a second server on a data folder with one sentence and exit code 2', async () => {
    using here = openFolder()
    const env = { WEBHOOK_SECRET: secret }
    const first = spawn(
      process.execPath,
      [program, '--mode', 'dry', '--port', '0', '--data', join(here.folder, 'data')],
      {
        cwd: here.folder,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    try {
      await waitUntilReady(first)
      const { code, stderr } = await run(['--mode', 'dry', '--port', '0'], { ...here, env })
      expect(code).toBe(2)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/--data.* is in use by webhook-server \(process \d+\)/)
    } finally {
      first.kill('SIGTERM')
      await once(first, 'close')
    }
  })
})
