import { isAddress, isSameAddress } from '@aster/auth'
import type { Clock } from '@aster/core'

import type { AccountRegistry, RegisteredAccount } from '../accounts/account-registry.ts'
import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type AccountCall, type Handler, type Handlers, forAccount } from '../http/handler.ts'
import {
  type Params,
  readLimit,
  readOptionalInteger,
  readOptionalText,
  readText,
  readTimeWindow,
} from '../http/read-params.ts'
import { toOrderJson } from './order-json.ts'
import { toPositionRiskJson } from './position-json.ts'

export interface BuilderHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
}

const weekMs = 7 * 86_400_000
const oldestMs = 90 * 86_400_000
const mostAddresses = 50

interface User {
  readonly account: RegisteredAccount
  readonly address: string
}

/** What a builder may know about the users who approved it. No order pays a builder here: their fees are always 0. */
export function createBuilderHandlers({ engine, clock, registry }: BuilderHandlerParts): Handlers {
  /** Rows of every user of the calling builder, a page of them; addresses that are not bound to it are named. */
  const forUsers = (describe: (user: User, params: Params) => readonly object[]): Handler =>
    forAccount(({ caller, params }) => {
      const builder = registry.get(caller.accountId)?.user
      const bound = registry.list().flatMap((account) => {
        const isBound = builder !== undefined && account.builders.has(builder.toLowerCase())
        return isBound && account.user !== undefined ? [{ account, address: account.user }] : []
      })
      const wanted = readAddresses(params)
      const users = wanted === undefined ? bound : bound.filter(({ address }) => includes(wanted, address))
      const errors = (wanted ?? [])
        .filter(
          (address) =>
            !includes(
              bound.map((user) => user.address),
              address,
            ),
        )
        .map((address) => ({ address, errorMsg: refuse(-5053).message }))
      return {
        ...toPage(
          users.flatMap((user) => describe(user, params)),
          params,
          50,
        ),
        errors,
      }
    })
  const readSymbol = (params: Params): string | undefined => {
    const symbol = readOptionalText(params, 'symbol')
    if (symbol !== undefined && engine.getSymbol(symbol) === undefined) throw refuse(-1121)
    return symbol
  }
  const readRange = (params: Params) => {
    const { startTime, endTime } = readTimeWindow(params)
    const startMs = startTime ?? (endTime ?? clock.now()) - weekMs
    if (startMs < clock.now() - oldestMs) throw refuse(-5047)
    return { startMs, endMs: endTime }
  }
  const symbolsOf = (params: Params): readonly string[] => {
    const symbol = readSymbol(params)
    return symbol === undefined ? engine.symbols() : [symbol]
  }

  return {
    getBuilderApprovedUsers: forAccount(({ caller, params }: AccountCall) => {
      const builder = registry.get(caller.accountId)?.user ?? ''
      const { startTime = 0, endTime = Infinity } = readTimeWindow(params)
      const rows = registry.list().flatMap((account) => {
        const grant = account.builders.get(builder.toLowerCase())
        if (grant === undefined || grant.approvedMs < startTime || grant.approvedMs > endTime) return []
        return [
          {
            userAddress: account.user ?? '',
            builderAddress: grant.address,
            maxFeeRate: Number(grant.maxFeeRate),
            builderName: grant.name,
            approveTime: grant.approvedMs,
          },
        ]
      })
      return toPage(rows, params, 100)
    }),
    getBuilderUserAccounts: forUsers(({ account, address }, params) => {
      const { hedgeMode, multiAssetsMode } = engine.getAccountConfig(account.accountId)
      return [
        {
          address,
          feeTier: 0,
          canTrade: true,
          canDeposit: true,
          canWithdraw: true,
          updateTime: engine.getBalance(account.accountId).updateMs,
          accountType: 1,
          dualSidePosition: hedgeMode,
          jointMargin: multiAssetsMode,
          feeBurn: false,
          feeBurnAssetId: null,
          symbolConfig: symbolsOf(params).map((symbol) => ({
            symbol,
            leverage: engine.getLeverage(account.accountId, symbol),
            notionalLimitCoef: '1',
          })),
        },
      ]
    }),
    getBuilderUserBalances: forUsers(({ account, address }) => {
      const { asset, walletBalance } = engine.getBalance(account.accountId)
      return [{ address, asset, walletBalance, price: '1', balanceInUsd: walletBalance }]
    }),
    getBuilderUserCommissionRates: forUsers(({ account, address }, params) => {
      const symbol = readText(params, 'symbol')
      if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      const { maker, taker } = engine.getFees(account.accountId, symbol)
      return [{ address, symbol, makerCommissionRate: maker, takerCommissionRate: taker }]
    }),
    getBuilderUserOpenOrders: forUsers(({ account, address }, params) =>
      engine
        .getOpenOrders(account.accountId, readSymbol(params))
        .map((order) => ({ address, ...toOrderJson(order, 'query') })),
    ),
    getBuilderUserOrders: forUsers(({ account, address }, params) => {
      const range = readRange(params)
      return symbolsOf(params)
        .flatMap((symbol) => engine.getAllOrders(account.accountId, symbol, range))
        .map((order) => ({ ...toOrderJson(order, 'query'), address }))
    }),
    getBuilderUserPositionRisk: forUsers(({ account, address }, params) =>
      engine
        .getPositions(account.accountId, readSymbol(params))
        .filter(({ quantity }) => quantity !== '0')
        .map((position) => ({ address, ...toPositionRiskJson(position) })),
    ),
    getBuilderUserTrades: forUsers(({ account, address }, params) => {
      const range = readRange(params)
      return engine.symbols().flatMap((symbol) => {
        const entry = engine.getSymbol(symbol)
        return engine.getFills(account.accountId, symbol, range).map((fill) => ({
          tradeId: Number(fill.tradeId),
          insertTime: fill.timeMs,
          symbol,
          positionSide: fill.positionSide,
          price: fill.price,
          qty: fill.quantity,
          baseAsset: entry?.baseAsset ?? '',
          baseType: 'CRYPTO',
          quoteAsset: entry?.quoteAsset ?? '',
          side: fill.side,
          activeBuy: fill.buyer && !fill.maker,
          feeAsset: fill.commissionAsset,
          totalQuota: fill.quoteQuantity,
          fee: fill.commission.startsWith('-') ? fill.commission.slice(1) : `-${fill.commission}`,
          orderId: Number(fill.orderId),
          realizedProfit: fill.realizedPnl,
          marginAsset: fill.commissionAsset,
          userAddress: address,
          builderFee: '0',
        }))
      })
    }),
  }
}

function readAddresses(params: Params): readonly string[] | undefined {
  const addresses = readOptionalText(params, 'userAddresses')?.split(',')
  if (addresses === undefined) return undefined
  if (addresses.length > mostAddresses || !addresses.every((address) => isAddress(address))) {
    throw refuse(-1130, "Data sent for parameter 'userAddresses' is not valid.")
  }
  return addresses
}

const includes = (addresses: readonly string[], wanted: string): boolean =>
  addresses.some((address) => isAddress(address) && isSameAddress(address, wanted))

function toPage<Row>(rows: readonly Row[], params: Params, fallback: number) {
  const page = readOptionalInteger(params, 'page') ?? 1
  if (page < 1) throw refuse(-1130, "Data sent for parameter 'page' is not valid.")
  const pageSize = readLimit(params, fallback, 1000)
  const totalPages = Math.ceil(rows.length / pageSize)
  return {
    total: rows.length,
    currentPage: page,
    totalPages,
    pageSize,
    hasMore: page < totalPages,
    rows: rows.slice((page - 1) * pageSize, page * pageSize),
  }
}
