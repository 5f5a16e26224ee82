import { createNonceSource, type SignedRequest } from '@aster/auth'
import { localWallet, signManagementCall, signRegisterAndApproveAgent } from '@aster/auth/wallet'
import { type Clock, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { startTestExchange, testStartMs } from '../testing/start-test-exchange.ts'
import { testKeys } from '../testing/test-keys.ts'

const walletOf = (key: 'master' | 'child') => localWallet({ privateKey: new Secret(testKeys[key].privateKey) })
const agentAddress = testKeys.builder.address
const expiresMs = testStartMs + 86_400_000

const approve = (clock: Clock, network: 'mainnet' | 'testnet' = 'mainnet') =>
  signManagementCall({
    call: 'approveAgent',
    params: [
      ['agentName', 'maker'],
      ['agentAddress', agentAddress],
      ['ipWhitelist', ''],
      ['expired', String(expiresMs)],
      ['canSpotTrade', 'false'],
      ['canPerpTrade', 'false'],
      ['canWithdraw', 'false'],
    ],
    wallet: walletOf('master'),
    network,
    nonceUs: createNonceSource({ clock }).next(),
  })

const register = (clock: Clock) =>
  signRegisterAndApproveAgent({
    agentName: 'maker',
    agentAddress,
    expiresMs,
    canSpotTrade: false,
    canPerpTrade: true,
    canWithdraw: false,
    ipWhitelist: '',
    wallet: walletOf('master'),
    nonceUs: createNonceSource({ clock }).next(),
  })

async function send(path: string, sign: (clock: Clock) => Promise<SignedRequest>, change = (body: string) => body) {
  await using test = await startTestExchange()
  const { body, headers } = await sign(test.clock)
  const request = { method: 'POST', path, query: '', headers, remoteAddress: '127.0.0.1' }
  const answer = test.exchange.handleRequest({ ...request, body: change(body) })
  const { code, msg } = JSON.parse(answer.body) as { code: number; msg: string }
  return `${code} ${msg}`
}

const failed = '-1000 Signature check failed'

describe('what a wallet signs', () => {
  it('is taken as it was signed', async () => {
    expect(await send('/fapi/v3/approveAgent', (clock) => approve(clock))).toBe('200 success')
    expect(await send('/fapi/v3/registerAndApproveAgent', register)).toBe('200 success')
  })

  it.each([
    ['a right', (body: string) => body.replace('canPerpTrade=false', 'canPerpTrade=true')],
    ['an agent', (body: string) => body.replace(agentAddress, testKeys.child.address)],
    ['an end', (body: string) => body.replace(String(expiresMs), String(expiresMs + 1))],
    ['the user', (body: string) => body.replace(testKeys.master.address, testKeys.child.address)],
    ['the signature', (body: string) => body.replace(/signature=0x../, 'signature=0x00')],
  ])('is refused when somebody has changed %s', async (_, change) => {
    expect(await send('/fapi/v3/approveAgent', (clock) => approve(clock), change)).toBe(failed)
  })

  it('is refused when it is meant for the other network', async () => {
    expect(await send('/fapi/v3/approveAgent', (clock) => approve(clock, 'testnet'))).toBe(failed)
  })

  it('is refused as a registration when a right was added', async () => {
    const add = (body: string) => body.replace('canWithdraw=false', 'canWithdraw=true')
    expect(await send('/fapi/v3/registerAndApproveAgent', register, add)).toBe(failed)
  })

  it.each([
    ['signature', /&signature=[^&]+/],
    ['nonce', /&nonce=\d+/],
    ['user', /&user=0x\w+/],
  ])('needs its %s', async (name, part) => {
    const end = await send(
      '/fapi/v3/approveAgent',
      (clock) => approve(clock),
      (body) => body.replace(part, ''),
    )
    expect(end).toBe(`-1102 Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
  })

  it('burns no nonce of the wallet when it is refused', async () => {
    await using test = await startTestExchange()
    const { body, headers } = await approve(test.clock)
    const post = (text: string) =>
      JSON.parse(
        test.exchange.handleRequest({
          method: 'POST',
          path: '/fapi/v3/approveAgent',
          query: '',
          body: text,
          headers,
          remoteAddress: '127.0.0.1',
        }).body,
      ) as { code: number }
    expect(post(body.replace('canPerpTrade=false', 'canPerpTrade=true')).code).toBe(-1000)
    expect(post(body).code).toBe(200)
    expect(post(body).code).toBe(-4225)
  })
})
