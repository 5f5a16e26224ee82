import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { agentSigner, createNonceSource } from '@aster/auth'
import { Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const { agent, master } = testKeys

let exchange: Awaited<ReturnType<typeof startSocketExchange>>
let folder = ''
beforeAll(async () => {
  exchange = await startSocketExchange()
  folder = mkdtempSync(join(tmpdir(), 'aster-cli-'))
})
afterAll(async () => {
  await exchange[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(words: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const keys = { ASTER_PRIVATE_KEY: agent.privateKey, ASTER_USER: master.address }
  const options = { cwd: folder, env: { PATH: process.env['PATH'], NO_COLOR: '1', ...keys, ...env } }
  const url = words.includes('--url') ? [] : ['--url', exchange.restUrl]
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words, ...url], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** A long position without a stop, and an order of another program. */
async function placeOrders(): Promise<void> {
  const transport = createUndiciTransport()
  const signer = agentSigner({
    privateKey: new Secret(agent.privateKey),
    user: master.address,
    nonces: createNonceSource({ clock: exchange.clock }),
  })
  const { trading } = createRestClient({ transport, clock: exchange.clock, baseUrl: exchange.restUrl, signer })
  await trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' })
  const far = { timeInForce: 'GTC', quantity: '0.01', price: '90000' } as const
  await trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', ...far, newClientOrderId: 'other-1' })
  await transport.close()
}

describe('aster', () => {
  it('teaches with --help', async () => {
    const { stdout, code } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['positions', 'flatten', 'halt', 'explain', 'Examples']) expect(stdout).toContain(word)
  })

  it('names what it does not understand, and what was meant', async () => {
    expect(await run(['blances'])).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean balances') })
    expect((await run([])).code).toBe(2)
    const wrong = await run(['positions', '--url', 'https://fapi.asterdex.com'])
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('belongs to mainnet, and the network is paper'),
    })
  })

  it('shows balances, as a table and as JSON', async () => {
    expect((await run(['balances'])).stdout).toMatch(/^asset +balance +available +open pnl\nUSDT +10000/)
    expect(JSON.parse((await run(['balances', '--json'])).stdout)).toMatchObject([{ asset: 'USDT', balance: '10000' }])
  })

  it('closes everything and leaves the halt file for the programs that run', async () => {
    await placeOrders()
    expect((await run(['positions'])).stdout).toContain('NO STOP')
    const done = await run(['flatten', '--all'])
    expect(done).toMatchObject({ code: 0, stdout: 'flat on BTCUSDT\n' })
    expect((await run(['positions'])).stdout + (await run(['orders'])).stdout).toBe('none\nnone\n')
    expect(readFileSync(join(folder, '.aster/halt'), 'utf8')).toBe('aster flatten --all\n')
    expect((await run(['resume'])).code).toBe(0)
    expect(existsSync(join(folder, '.aster/halt'))).toBe(false)
  })

  it('gets flat where a cancel has no answer, and asks before it cancels again', async () => {
    await placeOrders()
    const { faults } = exchange.exchange
    faults.add({
      rules: [{ match: { endpoint: 'cancelAllOpenOrders' }, action: { kind: 'dropBeforeAccept' }, times: 1 }],
    })
    const { code, stdout, stderr } = await run(['flatten', '--all', '--halt-file', 'flat-halt'])
    expect(stderr).toContain('No answer to cancelAllOpenOrders')
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'flat on BTCUSDT\n' })
    expect((await run(['positions'])).stdout + (await run(['orders'])).stdout).toBe('none\nnone\n')
    faults.clear()
  })

  it('writes a bundle without a byte of a key', async () => {
    const secrets = {
      ASTER_PRIVATE_KEY: agent.privateKey,
      ASTER_WEBHOOK_SECRET: 'very-hidden-words',
      ASTER_API_KEY: 'k'.repeat(64),
    }
    const { stdout, code } = await run(['support-bundle'], secrets)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ signingEngine: expect.any(String) })
    for (const secret of Object.values(secrets)) expect(stdout).not.toContain(secret.replace('0x', ''))
  })

  it('acts on nothing in a dry run', async () => {
    expect(await run(['flatten', '--mode', 'dry'])).toMatchObject({ code: 2, stderr: expect.stringContaining('mode') })
  })
})
