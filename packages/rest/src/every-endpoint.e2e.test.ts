import { endpoints } from '@aster/api'
import { agentSigner, createNonceBook } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { Secret } from '@aster/core'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { expect, it } from 'vitest'

import { approveAgent } from './agents/approve-agent.ts'
import { bindSubAccount } from './agents/bind-sub-account.ts'
import { createSubAccount } from './agents/create-sub-account.ts'
import { deleteAgent } from './agents/delete-agent.ts'
import { registerAndApproveAgent } from './agents/register-and-approve-agent.ts'
import { updateAgent } from './agents/update-agent.ts'
import { updateSubAccount } from './agents/update-sub-account.ts'
import { createRestClient } from './client/create-rest-client.ts'
import type { RestClient } from './client/rest-client.ts'
import { createUndiciTransport } from './transport/create-undici-transport.ts'
import { createWalletClient } from './wallet/create-wallet-client.ts'

const { master, child, agent, builder } = testKeys
const symbol = 'BTCUSDT'

/** Calls that no exchange of ours can answer with a success. */
const notCalled: Readonly<Record<string, string>> = {
  withdrawToSolana: 'wants the signature of a Solana wallet, which only that wallet makes',
}

type Key = { readonly privateKey: string; readonly address: string }

async function readMarket({ market, announcement }: RestClient): Promise<void> {
  await market.ping()
  await market.getServerTime()
  await market.getExchangeInfo()
  await market.getDepth({ symbol, limit: 5 })
  await market.getTrades({ symbol })
  await market.getHistoricalTrades({ symbol })
  await market.getAggTrades({ symbol })
  await market.getKlines({ symbol, interval: '1m' })
  await market.getMarkPriceKlines({ symbol, interval: '1m' })
  await market.getIndexPriceKlines({ pair: symbol, interval: '1m' })
  await market.getContinuousKlines({ pair: symbol, contractType: 'PERPETUAL', interval: '1m' })
  await market.getPremiumIndex({ symbol })
  await market.getFundingRates({ symbol })
  await market.getFundingInfo()
  await market.getIndexReferences({ symbol })
  await market.getRemainingOpenableNotional({ symbol, leverage: 20 })
  await market.getAssetLogos()
  await market.getTicker24hr({ symbol })
  await market.getTickerPrice({ symbol })
  await market.getBookTicker({ symbol })
  const { rows } = await announcement.getAnnouncements()
  await announcement.getAnnouncement({ id: rows[0]?.id ?? '' })
}

async function trade({ trading, market }: RestClient): Promise<void> {
  const { bidPrice } = await market.getBookTicker({ symbol })
  const price = String(Math.floor(Number(bidPrice) * 0.97))
  const lower = String(Math.floor(Number(bidPrice) * 0.96))
  const limit = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
  const named = (newClientOrderId: string) => ({ ...limit, newClientOrderId })
  await trading.testOrder(limit)
  const { orderId } = await trading.placeOrder(named('every-1'))
  await trading.modifyOrder({ symbol, orderId, side: 'BUY', quantity: '0.01', price: lower })
  await trading.getOrder({ symbol, orderId })
  await trading.getOpenOrder({ symbol, orderId })
  await trading.getOpenOrders({ symbol })
  await trading.getAllOrders({ symbol })
  await trading.cancelOrder({ symbol, orderId })
  await trading.placeBatchOrders({ batchOrders: [named('every-2'), named('every-3')] })
  const moved = { symbol, origClientOrderId: 'every-2', quantity: '0.02', price: lower } as const
  await trading.modifyBatchOrders({ batchOrders: [moved] })
  await trading.cancelBatchOrders({ symbol, origClientOrderIdList: ['every-2', 'every-3'] })
  const nonceOf = async (newClientOrderId: string) => {
    let nonceUs = 0n
    await trading.placeOrder(named(newClientOrderId), { onSigned: (facts) => void (nonceUs = facts.nonceUs ?? 0n) })
    return String(nonceUs)
  }
  await trading.guardedCancelOrder({ symbol, origClientOrderId: 'every-4', nonce: await nonceOf('every-4') })
  const nonce = await nonceOf('every-5')
  await trading.guardedCancelBatchOrders({ symbol, origClientOrderIdList: ['every-5'], nonce })
  await trading.noop({})
  await trading.countdownCancelAll({ symbol, countdownTime: 60_000 })
  await trading.countdownCancelAll({ symbol, countdownTime: 0 })
  await trading.chaseOrder({ symbol, side: 'BUY', quantityUnit: 'BASE', quantity: '0.01' })
  await trading.cancelAllOpenOrders({ symbol })
  await tradeStrategy({ trading }, price, lower)
  const window = { windowTimeInMilliseconds: 1_000, frozenTimeInMilliseconds: 1_000, qtyLimit: 1 }
  await trading.setMarketMakerProtection({ symbol, ...window })
  await trading.getMarketMakerProtection({ symbol })
  await trading.resetMarketMakerProtection({ symbol })
  await trading.deleteMarketMakerProtection({ symbol })
}

async function tradeStrategy({ trading }: Pick<RestClient, 'trading'>, price: string, lower: string): Promise<void> {
  const leg = { securityType: 'USDT_FUTURES', symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' } as const
  const first = { ...leg, strategySubId: '1', quantity: '0.01', price }
  const { strategyId } = await trading.placeStrategyOrder({
    strategyType: 'OTO',
    clientStrategyId: 'every-oto',
    subOrderList: [first, { ...leg, strategySubId: '2', quantity: '0.01', price: lower }],
  })
  await trading.updateStrategyOrder({ strategyId, strategyType: 'OTO', subOrderList: [{ ...first, price: lower }] })
  await trading.getOpenStrategy({ strategyType: 'OTO', strategyId })
  await trading.cancelAllOpenOrders({ symbol })
  await trading.getStrategyHistory({ strategyType: 'OTO', strategyId })
}

async function readAndSetAccount({ account, position, stream, trading }: RestClient): Promise<void> {
  await account.getAccount()
  await account.getPlainAccount()
  await account.getBalance()
  await account.getCommissionRate({ symbol })
  await account.setMultiAssetsMode({ multiAssetsMargin: true })
  await account.getMultiAssetsMode()
  await account.exchangeAssets()
  await account.setMultiAssetsMode({ multiAssetsMargin: false })
  await account.setStpMode({ stpMode: 'EXPIRE_MAKER' })
  await account.getStpMode()
  await position.setPositionMode({ dualSidePosition: true })
  await position.setPositionMode({ dualSidePosition: false })
  await position.getPositionMode()
  await position.setLeverage({ symbol, leverage: 7 })
  await position.setMarginType({ symbol, marginType: 'ISOLATED' })
  await trading.placeOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.01' })
  await position.changePositionMargin({ symbol, amount: '5', type: 1 })
  await position.getPositionMarginHistory({ symbol })
  await position.getPositionRisk({ symbol })
  await position.getLeverageBrackets({ symbol })
  await position.getAdlQuantile({ symbol })
  await position.getForceOrders({ symbol })
  await account.getUserTrades({ symbol })
  await trading.placeOrder({ symbol, side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true })
  await account.getIncome()
  const { listenKey } = await stream.createListenKey()
  await stream.keepAliveListenKey({ listenKey })
  await stream.closeListenKey()
}

async function readAsBuilder({ agent: calls }: RestClient): Promise<void> {
  await calls.getBuilderApprovedUsers()
  await calls.getBuilderUserAccounts()
  await calls.getBuilderUserBalances()
  await calls.getBuilderUserCommissionRates({ symbol })
  await calls.getBuilderUserOpenOrders()
  await calls.getBuilderUserOrders()
  await calls.getBuilderUserPositionRisk()
  await calls.getBuilderUserTrades()
}

it('every endpoint is called over HTTP and its answer fits the declaration, or it is listed here', async () => {
  await using exchange = await startSocketExchange({ limits: false })
  const { clock, restUrl: baseUrl } = exchange
  const transport = createUndiciTransport()
  const nonces = createNonceBook({ clock })
  const accepted = new Set<string>()
  const hooks = {
    onResponse: ({ endpoint, outcome }: { endpoint: string; outcome: string }) => {
      if (outcome === 'accepted') accepted.add(endpoint)
    },
    onDrift: ({ endpoint, field, kind }: { endpoint: string; field: string; kind: string }) => {
      drifts.push(`${endpoint}: ${kind} ${field}`)
    },
  }
  const drifts: string[] = []
  const clientOf = (key: Key, user: string) =>
    createRestClient({
      transport,
      clock,
      baseUrl,
      hooks,
      signer: agentSigner({
        privateKey: new Secret(key.privateKey),
        user,
        nonces: nonces.for(key.address),
        allowSignerAsUser: true,
      }),
    })
  const walletOf = (key: Key) => localWallet({ privateKey: new Secret(key.privateKey) })
  const authorityOf = (key: Key) => ({
    wallet: walletOf(key),
    nonces: nonces.for(key.address),
    network: 'mainnet' as const,
  })
  const client = clientOf(agent, master.address)
  await readMarket(client)
  await trade(client)
  await readAndSetAccount(client)

  const own = authorityOf(master)
  const expiresMs = clock.now() + 86_400_000
  const stranger = { address: '0x90F79bf6EB2c4f870365E785982E1f101E93b906' }
  const grant = { agentName: 'every', agentAddress: stranger.address, expiresMs }
  await approveAgent(client, own, grant)
  await updateAgent(client, own, { agentAddress: stranger.address, canPerpTrade: true, canSpotTrade: false })
  await client.agent.getAgents()
  await deleteAgent(client, own, { agentAddress: stranger.address })
  await registerAndApproveAgent(client, own, { ...grant, agentName: 'registered' })

  const addresses = [master.address, child.address, builder.address]
  const money = createWalletClient({
    client: clientOf(master, master.address),
    authority: own,
    enable: 'this moves money',
    addresses,
  })
  await clientOf(builder, builder.address).account.getBalance()
  await money.approveBuilder({ builder: builder.address, maxFeeRate: '0.0001', builderName: 'acme' })
  await money.updateBuilder({ builder: builder.address, maxFeeRate: '0.0002' })
  await client.agent.getBuilders()
  await readAsBuilder(clientOf(builder, builder.address))
  await money.deleteBuilder({ builder: builder.address })

  const family = { ...own, childWallet: walletOf(child), signer: agent.address }
  await createSubAccount(client, family, { subSourceAddr: child.address, subAccountName: 'second' })
  await updateSubAccount(
    client,
    { ...own, signer: agent.address },
    { subSourceAddr: child.address, subAccountName: 'again' },
  )
  await client.agent.getSubAccounts()
  const transfer = { toAccountAddress: child.address, asset: 'USDT', amount: '5', kindType: 'FUTURE_FUTURE' } as const
  await money.transferSubAccount(transfer)
  const boundKey = { privateKey: `0x${'7'.repeat(64)}` }
  const boundWallet = localWallet({ privateKey: new Secret(boundKey.privateKey) })
  await clientOf({ ...boundKey, address: boundWallet.address }, boundWallet.address).account.getBalance()
  await bindSubAccount(
    client,
    { ...own, childWallet: boundWallet },
    { childAddress: boundWallet.address, name: 'bound' },
  )

  await money.transferWallets({ asset: 'USDT', amount: '5', kindType: 'FUTURE_SPOT' })
  await money.getWithdrawInfo()
  await money.withdraw({ chain: 'BSC', asset: 'USDT', amount: '100', fee: '0.3', receiver: master.address })
  await money.getDepositWithdrawHistory()
  const [batch] = [await money.migrateUser()].flat()
  await money.getMigration({ batchId: batch?.batchId ?? '' })
  await transport.close()

  const missing = Object.keys(endpoints).filter((name) => !accepted.has(name))
  expect(missing.toSorted()).toEqual(Object.keys(notCalled).toSorted())
  // an exchange that documents fields which it never sends, or sends others, would show here
  expect(drifts).toEqual([])
  expect(accepted.size).toBe(Object.keys(endpoints).length - Object.keys(notCalled).length)
})
