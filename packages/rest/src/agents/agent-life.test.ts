import { agentSigner, createNonceBook } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { RejectedError, Secret } from '@aster/core'
import { startTestExchange, testKeys, testStartMs } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { type AgentGrant } from './agent-grant.ts'
import { approveAgent } from './approve-agent.ts'
import { deleteAgent } from './delete-agent.ts'
import { registerAndApproveAgent } from './register-and-approve-agent.ts'
import { rotateAgent, type RotationStep } from './rotate-agent.ts'
import { updateAgent } from './update-agent.ts'

const dayMs = 86_400_000
const { master, builder: newAgent, child: stranger } = testKeys
const order = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '10000',
} as const

/** An exchange of its own in memory, clients of any key that call from any address, and wallets that manage agents. */
async function openCase(options: { readonly closed?: boolean } = {}) {
  const test = await startTestExchange({ limits: false, ...options })
  const { exchange, clock } = test
  const nonces = createNonceBook({ clock })
  type Key = { readonly privateKey: string; readonly address: string }
  const clientOf = (key: Key | undefined, { user = master.address as string, from = '127.0.0.1' } = {}) =>
    createRestClient({
      transport: exchange.transport({ remoteAddress: from }),
      clock,
      baseUrl: exchange.restUrl,
      ...(key !== undefined && {
        signer: agentSigner({ privateKey: new Secret(key.privateKey), user, nonces: nonces.for(key.address) }),
      }),
    })
  const authorityOf = (key: Key) => ({
    wallet: localWallet({ privateKey: new Secret(key.privateKey) }),
    nonces: nonces.for(key.address),
    network: 'mainnet' as const,
  })
  const run = <T>(work: Promise<T>) => clock.runUntil(work)
  /** What a call ended with: `done`, or code and reason of the refusal. */
  const endOf = (work: Promise<unknown>) =>
    run(
      work.then(
        () => 'done',
        (error: unknown) => {
          if (error instanceof RejectedError) return `${error.code} ${error.reason}`
          throw error
        },
      ),
    )
  const grant: AgentGrant = { agentName: 'maker', agentAddress: newAgent.address, expiresMs: testStartMs + 30 * dayMs }
  return {
    exchange,
    clock,
    clientOf,
    authorityOf,
    run,
    endOf,
    grant,
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

describe('an agent on the exchange', () => {
  it('is unknown, is approved by the wallet, trades, is revoked, and is unknown again', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    const client = clientOf(newAgent)
    const wallet = authorityOf(master)
    expect(await endOf(client.trading.placeOrder(order))).toBe('-1000 No agent found')
    await run(approveAgent(client, wallet, grant))
    const placed = await run(client.trading.placeOrder(order))
    const listed = await run(client.agent.getAgents())
    expect(listed.find(({ agentAddress }) => agentAddress === newAgent.address)).toMatchObject({
      agentName: 'maker',
      expired: grant.expiresMs,
      canPerpTrade: true,
      canWithdraw: false,
    })
    await run(deleteAgent(client, wallet, { agentAddress: newAgent.address }))
    expect(await endOf(client.account.getBalance())).toBe('-1000 No agent found')
    expect(await endOf(deleteAgent(client, wallet, { agentAddress: newAgent.address }))).toBe('-1000 No agent found')
    const open = await run(clientOf(testKeys.agent).trading.getOpenOrders({ symbol: 'BTCUSDT' }))
    expect(open.map(({ orderId }) => orderId)).toEqual([placed.orderId])
  })

  it('may do no more than it was given: reading, but no orders', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    const client = clientOf(newAgent)
    await run(approveAgent(client, authorityOf(master), { ...grant, canPerpTrade: false }))
    expect(await endOf(client.account.getBalance())).toBe('done')
    expect(await endOf(client.trading.placeOrder(order))).toMatch(/^-2015 /)
    await run(updateAgent(client, authorityOf(master), { agentAddress: newAgent.address, canPerpTrade: true }))
    expect(await endOf(client.trading.placeOrder(order))).toBe('done')
  })

  it('ends at its time', async () => {
    await using test = await openCase()
    const { clock, clientOf, authorityOf, run, endOf, grant } = test
    const client = clientOf(newAgent)
    await run(approveAgent(client, authorityOf(master), { ...grant, expiresMs: testStartMs + 60_000 }))
    expect(await endOf(client.account.getBalance())).toBe('done')
    await clock.advance(60_001)
    expect(await endOf(client.account.getBalance())).toMatch(/^-2015 /)
    const past = approveAgent(client, authorityOf(master), { ...grant, expiresMs: testStartMs })
    expect(await endOf(past)).toMatch(/^-1130 .*expired/)
  })

  it('may call from its addresses only', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    await run(
      approveAgent(clientOf(undefined), authorityOf(master), {
        ...grant,
        ipAddresses: ['192.0.2.1', '198.51.100.0/24'],
      }),
    )
    expect(await endOf(clientOf(newAgent, { from: '192.0.2.1' }).account.getBalance())).toBe('done')
    expect(await endOf(clientOf(newAgent, { from: '198.51.100.77' }).account.getBalance())).toBe('done')
    expect(await endOf(clientOf(newAgent, { from: '192.0.2.2' }).account.getBalance())).toMatch(/^-2015 /)
    const nowhere = approveAgent(clientOf(undefined), authorityOf(master), { ...grant, ipAddresses: ['home'] })
    expect(await endOf(nowhere)).toMatch(/^-1130 .*ipWhitelist/)
  })

  it('belongs to the wallet that approved it, and to no other', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    await run(approveAgent(clientOf(undefined), authorityOf(stranger), grant))
    expect(await endOf(clientOf(newAgent).account.getBalance())).toBe('-1000 No agent found')
    expect(await endOf(clientOf(newAgent, { user: stranger.address }).account.getBalance())).toBe('done')
  })

  it('comes with a new account where there was none, in one call', async () => {
    await using test = await openCase()
    const { exchange, clientOf, authorityOf, run, endOf, grant } = test
    const before = (exchange.state() as { accounts: unknown[] }).accounts.length
    await run(
      registerAndApproveAgent(clientOf(undefined), authorityOf(stranger), {
        ...grant,
        ipAddresses: ['127.0.0.1', '192.0.2.7'],
      }),
    )
    expect((exchange.state() as { accounts: unknown[] }).accounts).toHaveLength(before + 1)
    const client = clientOf(newAgent, { user: stranger.address })
    expect(await endOf(client.trading.placeOrder(order))).toBe('done')
    expect(await run(client.agent.getAgents())).toMatchObject([{ ipWhitelist: '127.0.0.1,192.0.2.7' }])
  })

  it('is registered by nobody unknown on a closed exchange', async () => {
    await using test = await openCase({ closed: true })
    const { clientOf, authorityOf, endOf, grant } = test
    expect(await endOf(registerAndApproveAgent(clientOf(undefined), authorityOf(stranger), grant))).toBe(
      '-1000 No agent found',
    )
    expect(await endOf(approveAgent(clientOf(undefined), authorityOf(stranger), grant))).toBe('-1000 No agent found')
    expect(await endOf(approveAgent(clientOf(undefined), authorityOf(master), grant))).toBe('done')
  })

  it('is rotated: the new key answers before the old one goes', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    const { agentAddress: _address, ...rights } = grant
    const steps: RotationStep[] = []
    const old = clientOf(testKeys.agent)
    const { agentAddress, privateKey } = await run(
      rotateAgent({
        client: old,
        authority: authorityOf(master),
        grant: rights,
        store: () => undefined,
        createClient: (key) => clientOf({ privateKey: key.privateKey.reveal(), address: key.agentAddress }),
        onStep: (step) => steps.push(step),
      }),
    )
    expect(steps).toEqual(['created', 'stored', 'approved', 'listed', 'answered', 'revoked'])
    expect(await endOf(old.account.getBalance())).toBe('-1000 No agent found')
    const next = clientOf({ privateKey: privateKey.reveal(), address: agentAddress })
    expect(await run(next.agent.getAgents())).toMatchObject([{ agentAddress }])
  })

  it('does not repeat a management call: its nonce is used up', async () => {
    await using test = await openCase()
    const { clientOf, authorityOf, run, endOf, grant } = test
    const wallet = authorityOf(master)
    const nonceUs = wallet.nonces.next()
    const once = { ...wallet, nonces: { ...wallet.nonces, next: () => nonceUs } }
    await run(approveAgent(clientOf(undefined), once, grant))
    expect(await endOf(deleteAgent(clientOf(undefined), once, { agentAddress: newAgent.address }))).toMatch(/^-4225 /)
    const replay = { ...once, nonces: { ...once.nonces, next: () => nonceUs - 3_600_000_000n } }
    expect(await endOf(approveAgent(clientOf(undefined), replay, grant))).toMatch(/^-1021 /)
  })
})
