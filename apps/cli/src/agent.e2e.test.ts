import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource, isSameAddress } from '@aster/auth'
import { createSystemClock, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runAster } from './testing/run-aster.ts'

const { agent, child, master } = testKeys
const passphrase = 'correct horse battery staple'
const clock = createSystemClock()
const transport = createUndiciTransport({ clock })
type TypedData = Record<'domain' | 'types' | 'message', Parameters<Wallet['signTypedData']>[1]>
let exchange: Awaited<ReturnType<typeof startSocketExchange>>
let folder = ''
beforeAll(async () => {
  exchange = await startSocketExchange({ limits: false })
  folder = mkdtempSync(join(tmpdir(), 'aster-agent-'))
})
afterAll(async () => {
  await transport.close()
  await exchange[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const secrets = { ASTER_WALLET_PRIVATE_KEY: master.privateKey, ASTER_KEYSTORE_PASSPHRASE: passphrase }
const manage = (words: readonly string[], env: Record<string, string> = secrets, extra = {}) =>
  runAster(['agent', ...words, '--url', exchange.restUrl], { cwd: folder, env, ...extra })

/** The agents of the account as the exchange lists them, asked by one that stays. */
async function listAgents() {
  const nonces = createNonceSource({ clock })
  const signer = agentSigner({ privateKey: new Secret(agent.privateKey), user: master.address, nonces })
  const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer })
  return (await rest.agent.getAgents()).filter(({ agentAddress }) => !isSameAddress(agentAddress, agent.address))
}

describe('aster agent', () => {
  it('refuses before anything is made: a clashing alias, no passphrase, no wallet, wrong rights', async () => {
    const { ASTER_KEYSTORE_PASSPHRASE: _, ...noPassphrase } = secrets
    for (const [words, env, reason] of [
      [['create', '--account', 'wallet'], secrets, 'must not end with wallet'],
      [['create', '--account', 'desk'], noPassphrase, 'needs a passphrase'],
      [['create', '--account', 'desk'], { ASTER_KEYSTORE_PASSPHRASE: passphrase }, 'ASTER_DESK_WALLET_PRIVATE_KEY or'],
      [['create', '--account', 'desk', '--can-withdraw'], secrets, 'canWithdraw needs --ip-address'],
      [['create', '--account', 'desk', '--external'], secrets, 'wallet is needed with --external'],
      [['rotate', '--account', 'desk'], secrets, 'does not exist: aster agent create makes one'],
      [['revoke', '--account', 'desk'], secrets, 'must name one agent'],
      [['revoke', child.address], secrets, 'is needed where nobody can be asked: --yes'],
      [['create', '--mode', 'dry'], secrets, 'must be paper or live'],
    ] as const) {
      const { code, stderr } = await manage(words, env)
      expect(stderr).toContain(reason)
      expect(code).toBe(2)
      expect(stderr).not.toContain(master.privateKey.slice(2))
    }
    expect(existsSync(join(folder, '.aster'))).toBe(false)
    expect(await listAgents()).toEqual([])
  }, 120_000)

  it('create, list, rotate and revoke take an agent through its life, and no key is shown', async () => {
    const seen: string[] = []
    const run = async (words: readonly string[], env: Record<string, string> = secrets) => {
      const result = await manage([...words, '--account', 'desk', '--json'], env)
      seen.push(result.stdout, result.stderr)
      return { ...result, json: JSON.parse(result.stdout === '' ? '{}' : result.stdout) as Record<string, unknown> }
    }
    const created = await run(['create', '--expires-days', '30', '--ip-address', '127.0.0.1'])
    expect(created.code).toBe(0)
    expect(await listAgents()).toMatchObject([
      {
        agentAddress: created.json['agent'],
        agentName: 'aster-desk',
        expired: created.json['expiresMs'],
        ipWhitelist: '127.0.0.1',
        canPerpTrade: true,
        canWithdraw: false,
      },
    ])
    expect(readdirSync(join(folder, '.aster/keys'))).toEqual(['desk.json'])
    const config = ['--config', '.aster/desk.json']
    const balances = await runAster(['balances', ...config], { cwd: folder, env: secrets })
    expect(balances.stdout).toMatch(/USDT +10000/)
    const listed = await runAster(['agent', 'list', ...config], { cwd: folder, env: secrets })
    expect(listed.stdout).toMatch(/aster-desk +0x[0-9a-fA-F]{40} +yes +no .*127\.0\.0\.1 +this key/)
    expect(await run(['create'])).toMatchObject({
      code: 2,
      json: { error: 'SettingsError', message: expect.stringContaining('exists already: aster agent rotate replaces') },
    })

    const rotated = await run(['rotate'])
    expect(rotated).toMatchObject({ code: 0, json: { revoked: created.json['agent'] } })
    const [left, ...others] = await listAgents()
    expect(others).toEqual([])
    // name and addresses are taken over
    expect(left).toMatchObject({
      agentAddress: rotated.json['agent'],
      agentName: 'aster-desk',
      ipWhitelist: '127.0.0.1',
    })
    expect(readdirSync(join(folder, '.aster/keys'))).toEqual(['desk.json'])
    const again = await runAster(['balances', ...config], { cwd: folder, env: secrets })
    expect(again.code).toBe(0)

    const revoked = await run(['revoke', String(rotated.json['agent']), '--yes'])
    expect(revoked).toMatchObject({ code: 0, json: { revoked: true } })
    expect(await listAgents()).toEqual([])
    const keystore = readFileSync(join(folder, '.aster/keys/desk.json'), 'utf8')
    for (const text of [...seen, keystore]) {
      expect(text).not.toContain(master.privateKey.slice(2))
      expect(text).not.toContain(passphrase)
    }
  }, 120_000)

  it('create takes the signature of a wallet that is somewhere else, and only of that one', async () => {
    const words = ['create', '--account', 'far', '--wallet', master.address, '--external', '--sign-within-seconds', '5']
    const create = (sign: (shown: TypedData) => string | Promise<string>) => {
      const signed = Promise.withResolvers<string>()
      const onStart = ({ stdin }: ChildProcess) => void signed.promise.then((text) => stdin?.write(`${text}\n`))
      const onLine = (line: string) => {
        if (line.startsWith('{')) signed.resolve(sign(JSON.parse(line) as TypedData))
      }
      return manage(words, { ASTER_KEYSTORE_PASSPHRASE: passphrase }, { onLine, onStart })
    }
    const signWith =
      ({ privateKey }: { readonly privateKey: string }) =>
      ({ domain, types, message }: TypedData) =>
        new Wallet(privateKey).signTypedData(domain, types, message)
    const garbage = await create(() => 'no signature')
    expect(garbage).toMatchObject({ code: 2, stderr: expect.stringContaining('external got no signature') })
    const foreign = await create(signWith(child))
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining(`must be of ${master.address}`) })
    expect(await listAgents()).toEqual([])
    const right = await create(signWith(master))
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('keystore') })
    expect(await listAgents()).toHaveLength(1)
    // the key of the first attempt was kept and used
    expect(readdirSync(join(folder, '.aster/keys')).toSorted()).toEqual(['desk.json', 'far.json'])
  }, 60_000)
})
