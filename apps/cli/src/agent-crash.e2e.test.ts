import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource, isSameAddress, readKeystore } from '@aster/auth'
import { createSystemClock, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runAster } from './testing/run-aster.ts'
import { startTripwire, type Tripwire } from './testing/start-tripwire.ts'

const { agent, master } = testKeys
const env = { ASTER_WALLET_PRIVATE_KEY: master.privateKey, ASTER_KEYSTORE_PASSPHRASE: 'correct horse battery' }
const clock = createSystemClock()
const transport = createUndiciTransport({ clock })
let exchange: Awaited<ReturnType<typeof startSocketExchange>>
let wire: Tripwire
let folder = ''
beforeAll(async () => {
  exchange = await startSocketExchange({ limits: false })
  wire = await startTripwire(exchange.restUrl)
  folder = mkdtempSync(join(tmpdir(), 'aster-crash-'))
})
afterAll(async () => {
  await wire.close()
  await transport.close()
  await exchange[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const manage = (deed: string, onStart?: Parameters<typeof runAster>[1]['onStart']) =>
  runAster(['agent', deed, '--account', 'desk', '--url', wire.url, '--json'], {
    cwd: folder,
    env,
    ...(onStart !== undefined && { onStart }),
  })

/** Runs it and kills it at the n-th request from its start. False when it made fewer. */
async function killAt(deed: string, at: number, when: 'before' | 'after'): Promise<boolean> {
  let isKilled = false
  await manage(deed, (child) =>
    wire.lay(at, when, () => {
      isKilled = child.kill('SIGKILL')
    }),
  )
  wire.lay(0, 'before', () => undefined)
  return isKilled
}

async function listAgents(): Promise<readonly string[]> {
  const nonces = createNonceSource({ clock })
  const signer = agentSigner({ privateKey: new Secret(agent.privateKey), user: master.address, nonces })
  const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer })
  const agents = await rest.agent.getAgents()
  return agents.map(({ agentAddress }) => agentAddress).filter((address) => !isSameAddress(address, agent.address))
}

/** Whether the exchange knows the key in the keystore, and whose it is. */
async function findOwnAgent(): Promise<string | undefined> {
  const file = join(folder, '.aster/keys/desk.json')
  const { privateKey, address } = await readKeystore({ file, password: new Secret(env.ASTER_KEYSTORE_PASSPHRASE) })
  const signer = agentSigner({ privateKey, user: master.address, nonces: createNonceSource({ clock }) })
  const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer })
  return rest.account.getBalance().then(
    () => address,
    () => undefined,
  )
}

describe('aster agent, killed at any request and begun again', () => {
  // five requests measure the clock, then: approve, read
  it.each([
    [6, 'before'],
    [6, 'after'],
    [7, 'after'],
  ] as const)(
    'create (request %d, %s): ends with one agent, one key, and nothing left over',
    async (at, when) => {
      rmSync(join(folder, '.aster'), { recursive: true, force: true })
      const before = await listAgents()
      expect(await killAt('create', at, when)).toBe(true)
      const made = await manage('create')
      expect(made).toMatchObject({ code: 0 })
      const fresh = (await listAgents()).filter((address) => !before.includes(address))
      expect(fresh).toEqual([(JSON.parse(made.stdout) as { agent: string }).agent])
      expect(readdirSync(join(folder, '.aster/keys'))).toEqual(['desk.json'])
      expect(await findOwnAgent()).toBe(fresh[0])
    },
    60_000,
  )

  // the clock, then: list, approve, list, read with the new key, revoke, list
  it.each([
    [7, 'before', false],
    [7, 'after', false],
    [9, 'after', false],
    [9, 'after', true],
    [10, 'before', false],
    [10, 'after', false],
  ] as const)(
    'rotate (request %d, %s; marked: %s): the key on disk works at once, and in the end alone',
    async (at, when, isMarked) => {
      const before = await listAgents()
      expect(await killAt('rotate', at, when)).toBe(true)
      const between = await findOwnAgent()
      expect(between).toBeDefined()
      // between the note of what is to be revoked and the exchange of the two keys
      if (isMarked) writeFileSync(join(folder, '.aster/keys/desk.json.old'), `${between ?? ''}\n`)
      const done = await manage('rotate')
      expect(done).toMatchObject({ code: 0 })
      const { agent: now, revoked } = JSON.parse(done.stdout) as { agent: string; revoked: string }
      const after = await listAgents()
      expect(after).toContain(now)
      expect(after).not.toContain(revoked)
      expect(before).toContain(revoked)
      expect(after).toHaveLength(before.length)
      expect(readdirSync(join(folder, '.aster/keys'))).toEqual(['desk.json'])
      expect(await findOwnAgent()).toBe(now)
    },
    60_000,
  )
})
