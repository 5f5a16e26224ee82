import { agentSigner, createNonceSource } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { OutcomeUnknownError, ParameterError, RejectedError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { createTestClient, testStartMs } from '../testing/create-test-client.ts'
import { answer, readParams, refusal } from '../testing/scripted-transport.ts'
import type { NewAgent } from './new-agent.ts'
import { rotateAgent, type RotationStep } from './rotate-agent.ts'

const masterKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const oldAddress = '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0'
const grant = { agentName: 'maker', expiresMs: testStartMs + 30 * 86_400_000 }

interface Behaviour {
  readonly approval?: 'works' | 'losesAnswer' | 'getsLost' | 'isRefused'
  readonly revocation?: 'works' | 'losesAnswer' | 'getsLost'
  /** Reads that the exchange refuses before it knows the new key. */
  readonly strangeReads?: number
}

function createCase({ approval = 'works', revocation = 'works', strangeReads = 0 }: Behaviour = {}) {
  const listed = new Set([oldAddress.toLowerCase()])
  let reads = 0
  const done = answer({ code: 200, msg: 'success' })
  const test = createTestClient((request) => {
    const { url, method } = request
    const { agentAddress = '', signer = '' } = readParams(request)
    if (url.includes('/approveAgent')) {
      if (approval === 'isRefused') return refusal(-1000, 'Signature check failed')
      if (approval !== 'getsLost') listed.add(agentAddress.toLowerCase())
      return approval === 'works' ? done : { status: 503 }
    }
    if (method === 'DELETE') {
      if (revocation !== 'getsLost') listed.delete(agentAddress.toLowerCase())
      return revocation === 'works' ? done : { status: 503 }
    }
    const isKnown = listed.has(signer.toLowerCase())
    if (url.includes('/balance')) return (reads += 1) <= strangeReads ? refusal(-1000, 'No agent found') : answer([])
    if (!isKnown) return refusal(-1000, 'No agent found')
    const rights = {
      agentName: 'maker',
      expired: grant.expiresMs,
      canSpotTrade: false,
      canPerpTrade: true,
      canWithdraw: false,
    }
    return answer([...listed].map((address) => ({ ...rights, agentAddress: address })))
  })
  const steps: RotationStep[] = []
  const stored: NewAgent[] = []
  const { clock, transport } = test
  const rotate = () =>
    clock.runUntil(
      rotateAgent({
        client: test.client,
        authority: {
          wallet: localWallet({ privateKey: new Secret(masterKey) }),
          nonces: createNonceSource({ clock }),
          network: 'mainnet',
        },
        grant,
        store: (key) => {
          stored.push(key)
        },
        createClient: ({ privateKey }) =>
          createRestClient({
            transport,
            clock,
            baseUrl: 'http://exchange.invalid',
            signer: agentSigner({ privateKey, nonces: createNonceSource({ clock }), engine: 'js' }),
          }),
        onStep: (step) => steps.push(step),
      }),
    )
  return { ...test, rotate, steps, stored, listed }
}

const untilAnswered = ['created', 'stored', 'approved', 'listed', 'answered']

describe('rotateAgent', () => {
  it('revokes the old agent only after the new one has answered', async () => {
    const { rotate, steps, stored, listed, transport } = createCase({ strangeReads: 2 })
    const { agentAddress, privateKey } = await rotate()
    expect(steps).toEqual([...untilAnswered, 'revoked'])
    expect([...listed]).toEqual([agentAddress.toLowerCase()])
    expect(stored).toEqual([{ agentAddress, privateKey }])
    const calls = transport.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)
    expect(calls.indexOf('DELETE /fapi/v3/agent')).toBeGreaterThan(calls.lastIndexOf('GET /fapi/v3/balance'))
    expect(JSON.stringify(stored)).not.toContain(privateKey.reveal())
  })

  it('settles an approval and a revocation without an answer by the list', async () => {
    const { rotate, steps, listed } = createCase({ approval: 'losesAnswer', revocation: 'losesAnswer' })
    const { agentAddress } = await rotate()
    expect(steps).toEqual(['created', 'stored', 'listed', 'answered', 'revoked'])
    expect([...listed]).toEqual([agentAddress.toLowerCase()])
  })

  it('leaves the old agent alone when the new one is not listed or refused', async () => {
    const lost = createCase({ approval: 'getsLost' })
    await expect(lost.rotate()).rejects.toBeInstanceOf(OutcomeUnknownError)
    expect(lost.steps).toEqual(['created', 'stored'])
    const refused = createCase({ approval: 'isRefused' })
    await expect(refused.rotate()).rejects.toBeInstanceOf(RejectedError)
    const mute = createCase({ strangeReads: 1_000 })
    await expect(mute.rotate()).rejects.toBeInstanceOf(RejectedError)
    for (const { listed, transport } of [lost, refused, mute]) {
      expect(listed.has(oldAddress.toLowerCase())).toBe(true)
      expect(transport.requests.some(({ method }) => method === 'DELETE')).toBe(false)
    }
  })

  it('says so when the revocation stays unknown', async () => {
    const { rotate, steps } = createCase({ revocation: 'getsLost' })
    await expect(rotate()).rejects.toMatchObject({ name: 'OutcomeUnknownError', operation: 'deleteAgent' })
    expect(steps).toEqual(untilAnswered)
  })

  it('needs an agent to replace', async () => {
    const { client, clock } = createTestClient(() => ({}), { version: 'v1' })
    const never = () => {
      throw new Error('not reached')
    }
    const authority = {
      wallet: localWallet({ privateKey: new Secret(masterKey) }),
      nonces: createNonceSource({ clock }),
      network: 'mainnet' as const,
    }
    await expect(rotateAgent({ client, authority, grant, store: never, createClient: never })).rejects.toBeInstanceOf(
      ParameterError,
    )
  })
})
