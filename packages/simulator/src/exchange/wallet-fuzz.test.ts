import { type Endpoint, endpoints } from '@aster/api'
import { agentSigner, createNonceBook, type ManagementCall, type Param, type SignedRequest } from '@aster/auth'
import { localWallet, managementCalls, signManagementCall, signRegisterAndApproveAgent } from '@aster/auth/wallet'
import { Secret } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { startTestExchange } from '../testing/start-test-exchange.ts'
import { testKeys } from '../testing/test-keys.ts'

const { master, child, builder } = testKeys
const groups: ReadonlySet<string> = new Set(['wallet', 'agent', 'announcement', 'account', 'position'])
const targets = Object.values<Endpoint>(endpoints).filter(
  ({ group, path }) => groups.has(group) && path.v3 !== undefined,
)

const value = fc.oneof(
  fc.constantFrom(master.address, child.address, builder.address, `0x${'0'.repeat(40)}`, '0x1', 'USDT', 'BTC', 'GOLD'),
  fc.constantFrom(
    '0',
    '-1',
    '1',
    '10.5',
    '1e9',
    '99999999999999999999',
    '0.000000001',
    'NaN',
    'true',
    'False',
    'FROZEN',
  ),
  fc.constantFrom(
    'FUTURE_SPOT',
    'SPOT_FUTURE',
    'FUTURE_FUTURE',
    '56',
    '101',
    '192.0.2.1',
    '10.0.0.0/99',
    '',
    '🦊',
    '__proto__',
  ),
  fc.constantFrom('BTCUSDT', 'ISOLATED', 'CROSSED', 'LONG', '2', '1', '20', '1900000000000', 'EXPIRE_BOTH'),
  fc.string({ maxLength: 12 }),
)

describe('an exchange under random requests of a wallet', () => {
  it('answers each signed management, family, withdrawal or account call, and conserves the money', async () => {
    await using test = await startTestExchange({ limits: false })
    const { exchange, clock } = test
    const nonces = createNonceBook({ clock })
    const wallet = localWallet({ privateKey: new Secret(master.privateKey) })
    const signer = agentSigner({
      privateKey: new Secret(master.privateKey),
      user: master.address,
      allowSignerAsUser: true,
      nonces: nonces.for(master.address),
    })
    const sign = async (endpoint: Endpoint, params: readonly Param[]): Promise<SignedRequest> => {
      const nonceUs = nonces.for(master.address).next()
      if (endpoint.name in managementCalls)
        return signManagementCall({
          call: endpoint.name as ManagementCall,
          params,
          wallet,
          network: 'mainnet',
          nonceUs,
        })
      if (endpoint.signature === 'register') {
        const get = (name: string) => params.find(([known]) => known === name)?.[1] ?? ''
        const rights = { canSpotTrade: false, canPerpTrade: true, canWithdraw: get('canWithdraw') === 'true' }
        const grant = { agentName: get('agentName') || 'a', agentAddress: get('agentAddress') || builder.address }
        return signRegisterAndApproveAgent({
          ...grant,
          ...rights,
          expiresMs: 1_900_000_000_000,
          ipWhitelist: '',
          wallet,
          nonceUs,
        })
      }
      return signer.sign({ method: endpoint.method, params })
    }
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: targets.length - 1 }),
        fc.array(value, { maxLength: 8 }),
        async (index, values) => {
          const endpoint = targets[index] as Endpoint
          const names = Object.keys((endpoint.params as unknown as { readonly shape: object }).shape)
          const params = values.flatMap((text, at): Param[] => (names[at] === undefined ? [] : [[names[at], text]]))
          // our own client refuses to sign some of these
          const signed = await sign(endpoint, params).catch(() => undefined)
          if (signed === undefined) return
          const { query, body, headers } = signed
          const { status } = exchange.handleRequest({
            method: endpoint.method,
            path: endpoint.path.v3 ?? '',
            query,
            body,
            headers,
            remoteAddress: '127.0.0.1',
          })
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          expect(status).toBeLessThan(500)
          await clock.advance(1)
        },
      ),
      { numRuns: 800 },
    )
    expect(exchange.state()).toMatchObject({ faults: [] })
    expect(statuses.get(200) ?? 0).toBeGreaterThan(20)
    const money = exchange.engine.getMoney()
    const sum = [money.wallets, money.fees, money.insuranceFund, money.externalCounterparty].reduce(
      (total, text) => total + Number(text),
      0,
    )
    expect(sum).toBeCloseTo(Number(money.deposits), 5)
  })
})
