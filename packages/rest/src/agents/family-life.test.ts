import { agentSigner, createNonceBook } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { RejectedError, Secret } from '@aster/core'
import { startTestExchange, testKeys, testStartMs } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { createWalletClient } from '../wallet/create-wallet-client.ts'
import { approveAgent } from './approve-agent.ts'
import { bindSubAccount } from './bind-sub-account.ts'
import { createSubAccount } from './create-sub-account.ts'
import { updateSubAccount } from './update-sub-account.ts'

const { master, child, agent, builder } = testKeys

type Key = { readonly privateKey: string; readonly address: string }

/** A master with 10,000 USDT and its agent, and what its wallets can sign. */
async function openFamily() {
  const test = await startTestExchange({ limits: false })
  const { exchange, clock } = test
  const nonces = createNonceBook({ clock })
  const clientOf = (key: Key, user: string) =>
    createRestClient({
      transport: exchange.transport(),
      clock,
      baseUrl: exchange.restUrl,
      signer: agentSigner({
        privateKey: new Secret(key.privateKey),
        user,
        nonces: nonces.for(key.address),
        allowSignerAsUser: true,
      }),
    })
  const wallet = (key: Key) => localWallet({ privateKey: new Secret(key.privateKey) })
  const authorityOf = (key: Key) => ({
    wallet: wallet(key),
    nonces: nonces.for(key.address),
    network: 'mainnet' as const,
  })
  const family = { ...authorityOf(master), childWallet: wallet(child), signer: agent.address }
  const client = clientOf(agent, master.address)
  const childClient = clientOf(child, child.address)
  const moneyOf = (key: Key, addresses: readonly string[]) =>
    createWalletClient({
      client: clientOf(key, key.address),
      authority: authorityOf(key),
      enable: 'this moves money',
      addresses,
    })
  const run = <T>(work: Promise<T>) => clock.runUntil(work)
  const endOf = (work: Promise<unknown>) =>
    run(
      work.then(
        () => 'done',
        (error: unknown) => {
          if (error instanceof RejectedError) return error.code
          throw error
        },
      ),
    )
  const usdtOf = async (of: typeof client) =>
    (await run(of.account.getBalance())).find(({ asset }) => asset === 'USDT')?.balance
  const sums = () => {
    const { money } = exchange.state() as { money: Readonly<Record<string, string>> }
    const total = ['wallets', 'fees', 'insuranceFund', 'externalCounterparty'].reduce(
      (sum, name) => sum + Number(money[name]),
      0,
    )
    return total - Number(money['deposits'])
  }
  return {
    clock,
    client,
    childClient,
    clientOf,
    family,
    authorityOf,
    moneyOf,
    run,
    endOf,
    usdtOf,
    sums,
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

describe('a family of accounts', () => {
  it('begins with a sub-account, which trades with what the master gives it', async () => {
    await using test = await openFamily()
    const { client, childClient, family, moneyOf, run, endOf, usdtOf, sums } = test
    await run(createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'second' }))
    expect(await usdtOf(childClient)).toBe('0')
    const rows = await run(client.agent.getSubAccounts())
    expect(rows.map(({ subAccountName, parentAccount }) => [subAccountName, parentAccount])).toEqual([
      ['', true],
      ['second', false],
    ])
    const money = moneyOf(master, [child.address])
    await run(
      money.transferSubAccount({
        toAccountAddress: child.address,
        asset: 'USDT',
        amount: '2500.5',
        kindType: 'FUTURE_FUTURE',
      }),
    )
    expect([await usdtOf(client), await usdtOf(childClient)]).toEqual(['7499.5', '2500.5'])
    expect(sums()).toBeCloseTo(0, 6)
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const
    expect(await endOf(childClient.trading.placeOrder(order))).toBe('done')
    const income = await run(childClient.account.getIncome({ incomeType: 'INTERNAL_TRANSFER' }))
    expect(income).toMatchObject([{ income: '2500.5', asset: 'USDT' }])
    const twice = createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'third' })
    expect(await endOf(twice)).toBe(-1130)
  })

  it('takes in an account that exists, with its money', async () => {
    await using test = await openFamily()
    const { client, childClient, family, run, endOf, usdtOf } = test
    expect(await usdtOf(childClient)).toBe('10000')
    const { signer: _signer, ...parents } = family
    expect(await endOf(bindSubAccount(client, parents, { childAddress: child.address, name: 'bound' }))).toBe('done')
    expect(await usdtOf(childClient)).toBe('10000')
    expect(await run(childClient.agent.getSubAccounts())).toHaveLength(2)
  })

  it('moves money through spot wallets, too, and never more than there is', async () => {
    await using test = await openFamily()
    const { client, childClient, family, moneyOf, run, endOf, usdtOf, sums } = test
    await run(createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'second' }))
    const money = moneyOf(master, [child.address, master.address])
    const move = (
      amount: string,
      kindType: 'FUTURE_SPOT' | 'SPOT_FUTURE' | 'SPOT_SPOT' | 'FUTURE_FUTURE',
      back = false,
    ) =>
      endOf(
        money.transferSubAccount({
          toAccountAddress: back ? master.address : child.address,
          asset: 'USDT',
          amount,
          kindType,
          ...(back && { fromAccountAddress: child.address }),
        }),
      )
    expect(await move('100', 'SPOT_SPOT')).toBe(-2018)
    expect(await move('100', 'FUTURE_SPOT')).toBe('done')
    expect(await move('100.00000001', 'SPOT_FUTURE', true)).toBe(-2018)
    expect(await move('60', 'SPOT_FUTURE', true)).toBe('done')
    expect(await move('40', 'SPOT_SPOT', true)).toBe('done')
    expect(await move('10000', 'FUTURE_FUTURE')).toBe(-2018)
    expect([await usdtOf(client), await usdtOf(childClient)]).toEqual(['9960', '0'])
    expect(sums()).toBeCloseTo(0, 6)
  })

  it('can freeze a member, and lets a member take from nobody else', async () => {
    await using test = await openFamily()
    const { client, family, moneyOf, run, endOf, authorityOf } = test
    await run(createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'second' }))
    const toChild = {
      toAccountAddress: child.address,
      asset: 'USDT',
      amount: '100',
      kindType: 'FUTURE_FUTURE',
    } as const
    const money = moneyOf(master, [child.address])
    const steal = { ...toChild, fromAccountAddress: master.address }
    expect(await endOf(moneyOf(child, [child.address]).transferSubAccount(steal))).toBe(-1130)
    const signedByMaster = { ...authorityOf(master), signer: agent.address }
    await run(updateSubAccount(client, signedByMaster, { subSourceAddr: child.address, status: 'FROZEN' }))
    expect(await endOf(money.transferSubAccount(toChild))).toBe(-4088)
    await run(
      updateSubAccount(client, signedByMaster, {
        subSourceAddr: child.address,
        status: 'NORMAL',
        subAccountName: 'again',
      }),
    )
    expect(await endOf(money.transferSubAccount(toChild))).toBe('done')
    expect(await run(client.agent.getSubAccounts())).toMatchObject([{}, { subAccountName: 'again' }])
    const stranger = { ...toChild, toAccountAddress: builder.address }
    expect(await endOf(moneyOf(master, [builder.address]).transferSubAccount(stranger))).toBe(-1130)
  })

  it('lets an approved agent move its money', async () => {
    await using test = await openFamily()
    const { client, childClient, family, authorityOf, run, endOf, usdtOf, clientOf } = test
    await run(createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'second' }))
    const money = createWalletClient({
      client: clientOf(agent, master.address),
      authority: authorityOf(agent),
      enable: 'this moves money',
      addresses: [child.address],
    })
    const transfer = { toAccountAddress: child.address, asset: 'USDT', amount: '5', kindType: 'FUTURE_FUTURE' } as const
    expect(await endOf(money.transferSubAccount(transfer, { signer: agent.address }))).toBe('done')
    expect(await usdtOf(childClient)).toBe('5')
  })
})

describe('withdrawals', () => {
  const receiver = master.address
  const withdrawal = { chain: 'BSC', asset: 'USDT', amount: '1000', fee: '0.3', receiver } as const

  it('need the wallet, and an agent with the right and a list of addresses', async () => {
    await using test = await openFamily()
    const { client, authorityOf, clientOf, run, endOf, usdtOf, sums } = test
    const by = (key: Key) =>
      createWalletClient({
        client: clientOf(key, master.address),
        authority: authorityOf(master),
        enable: 'this moves money',
        addresses: [receiver],
      })
    expect(await endOf(by(agent).withdraw(withdrawal))).toBe(-2015)
    const grant = {
      agentName: 'cashier',
      agentAddress: builder.address,
      expiresMs: testStartMs + 86_400_000,
      canWithdraw: true,
    }
    await run(approveAgent(client, authorityOf(master), { ...grant, ipAddresses: ['127.0.0.1'] }))
    const { withdrawId } = await run(by(builder).withdraw(withdrawal))
    expect(await usdtOf(client)).toBe('9000')
    expect(await run(by(builder).getDepositWithdrawHistory())).toMatchObject([
      { id: withdrawId, type: 'WITHDRAW', asset: 'USDT', amount: '1000', chainId: 56, state: 'SUCCESS' },
    ])
    expect(await endOf(by(builder).withdraw({ ...withdrawal, amount: '9000.1' }))).toBe(-2018)
    expect(await endOf(by(builder).withdraw({ ...withdrawal, fee: '0.1' }))).toBe(-1130)
    expect(sums()).toBeCloseTo(0, 6)
  })

  it('are refused when another wallet has signed them', async () => {
    await using test = await openFamily()
    const { authorityOf, clientOf, endOf, usdtOf, client } = test
    const money = createWalletClient({
      client: clientOf(master, master.address),
      authority: authorityOf(child),
      enable: 'this moves money',
      addresses: [receiver],
    })
    expect(await endOf(money.withdraw(withdrawal))).toBe(-1000)
    expect(await usdtOf(client)).toBe('10000')
  })
})

describe('builders', () => {
  it('see the users who approved them, until these take it back', async () => {
    await using test = await openFamily()
    const { client, clientOf, moneyOf, run, endOf } = test
    const theirs = clientOf(builder, builder.address)
    await run(theirs.account.getBalance())
    const money = moneyOf(master, [builder.address])
    expect(await endOf(money.updateBuilder({ builder: builder.address, maxFeeRate: '0.0002' }))).toBe(-5053)
    await run(money.approveBuilder({ builder: builder.address, maxFeeRate: '0.0001', builderName: 'acme' }))
    await run(money.updateBuilder({ builder: builder.address, maxFeeRate: '0.0002' }))
    expect(await run(client.agent.getBuilders())).toMatchObject([
      { builderAddress: builder.address, maxFeeRate: '0.0002' },
    ])
    const page = await run(theirs.agent.getBuilderApprovedUsers())
    expect(page).toMatchObject({
      total: 1,
      hasMore: false,
      rows: [{ userAddress: master.address, builderName: 'acme' }],
    })
    await run(client.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
    expect((await run(theirs.agent.getBuilderUserTrades())).rows).toMatchObject([{ qty: '0.01', builderFee: '0' }])
    expect((await run(theirs.agent.getBuilderUserPositionRisk())).rows).toMatchObject([{ positionAmt: '0.01' }])
    const asked = await run(theirs.agent.getBuilderUserBalances({ userAddresses: [master.address, child.address] }))
    expect(asked).toMatchObject({ total: 1, errors: [{ address: child.address }] })
    const paying = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
      builder: builder.address,
    } as const
    expect(await endOf(client.trading.placeOrder({ ...paying, feeRate: '0.0002' }))).toBe('done')
    expect(await endOf(client.trading.placeOrder({ ...paying, feeRate: '0.0003' }))).toBe(-1130)
    await run(money.deleteBuilder({ builder: builder.address }))
    expect(await endOf(client.trading.placeOrder({ ...paying, feeRate: '0.0002' }))).toBe(-5053)
    expect(await run(theirs.agent.getBuilderUserAccounts())).toMatchObject({ total: 0, rows: [] })
  })
})

describe('migrations and announcements', () => {
  it('are answered from a table', async () => {
    await using test = await openFamily()
    const { client, moneyOf, run, endOf } = test
    const money = moneyOf(master, [])
    const batch = await run(money.migrateUser())
    expect(await run(money.getMigration({ batchId: batch?.batchId ?? '' }))).toMatchObject({
      totalCount: 0,
      details: [],
    })
    expect(await endOf(money.getMigration({ batchId: 'none' }))).toBe(-1130)
    const { rows } = await run(client.announcement.getAnnouncements())
    expect(await run(client.announcement.getAnnouncement({ id: rows[0]?.id ?? '' }))).toEqual(rows[0])
    expect(await endOf(client.announcement.getAnnouncement({ id: '99' }))).toBe(-1130)
  })
})
