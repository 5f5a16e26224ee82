import type {
  AccountConfigEvent,
  AccountEvent,
  MarginCallEvent,
  OrderEvent,
  StrategyEvent,
  UserEngineEvent,
} from '../engine/types.ts'

/** Writes an event of an account as its user stream carries it. */
export function toUserPayload(event: UserEngineEvent, nowMs: number): string {
  switch (event.kind) {
    case 'order':
      return JSON.stringify(toOrderTradeUpdate(event, nowMs))
    case 'account':
      return JSON.stringify(toAccountUpdate(event, nowMs))
    case 'accountConfig':
      return JSON.stringify(toAccountConfigUpdate(event, nowMs))
    case 'marginCall':
      return JSON.stringify(toMarginCall(event, nowMs))
    case 'strategy':
      return JSON.stringify(toStrategyUpdate(event, nowMs))
  }
}

/** What a socket hears when its key has run out. */
export const toListenKeyExpired = (nowMs: number): string => JSON.stringify({ e: 'listenKeyExpired', E: nowMs })

function toOrderTradeUpdate(event: OrderEvent, nowMs: number) {
  const { order, fill } = event
  const charged = fill !== undefined && /[1-9]/.test(fill.commission)
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: nowMs,
    T: event.timeMs,
    o: {
      s: order.symbol,
      c: order.clientOrderId,
      S: order.side,
      o: order.type,
      f: order.timeInForce,
      q: order.origQty,
      p: order.price,
      ap: order.avgPrice,
      sp: order.stopPrice,
      x: event.executionType,
      X: order.status,
      i: Number(order.orderId),
      l: fill?.quantity ?? '0',
      z: order.executedQty,
      L: fill?.price ?? '0',
      ...(charged && { N: fill.commissionAsset, n: fill.commission }),
      T: event.timeMs,
      t: fill === undefined ? 0 : Number(fill.tradeId),
      b: event.bidsNotional,
      a: event.asksNotional,
      m: fill?.maker ?? false,
      R: order.reduceOnly,
      wt: order.workingType,
      ot: order.origType,
      ps: order.positionSide,
      cp: order.closePosition,
      ...(order.activatePrice !== undefined && { AP: order.activatePrice }),
      ...(order.priceRate !== undefined && { cr: order.priceRate }),
      rp: fill?.realizedPnl ?? '0',
    },
  }
}

const toAccountUpdate = (event: AccountEvent, nowMs: number) => ({
  e: 'ACCOUNT_UPDATE',
  E: nowMs,
  T: event.timeMs,
  a: {
    m: event.reason,
    B: event.balances.map((balance) => ({
      a: balance.asset,
      wb: balance.walletBalance,
      cw: balance.crossWalletBalance,
      bc: balance.balanceChange,
    })),
    P: event.positions.map((position) => ({
      s: position.symbol,
      pa: position.quantity,
      ep: position.entryPrice,
      cr: position.accumulatedRealized,
      up: position.unrealizedPnl,
      mt: position.marginType,
      iw: position.isolatedWallet,
      ps: position.positionSide,
      ma: position.marginAsset,
    })),
  },
})

const toAccountConfigUpdate = ({ timeMs, leverage, account }: AccountConfigEvent, nowMs: number) => ({
  e: 'ACCOUNT_CONFIG_UPDATE',
  E: nowMs,
  T: timeMs,
  ...(leverage !== undefined && { ac: { s: leverage.symbol, l: leverage.leverage } }),
  ...(account !== undefined && { ai: { j: account.multiAssetsMode, f: false, d: account.hedgeMode } }),
})

const toMarginCall = (event: MarginCallEvent, nowMs: number) => ({
  e: 'MARGIN_CALL',
  E: nowMs,
  ...(event.crossWalletBalance !== undefined && { cw: event.crossWalletBalance }),
  p: event.positions.map((position) => ({
    s: position.symbol,
    ps: position.positionSide,
    pa: position.quantity,
    mt: position.marginType,
    iw: position.isolatedWallet,
    mp: position.markPrice,
    up: position.unrealizedPnl,
    mm: position.maintMargin,
  })),
})

/** Not documented: the form that the API family uses. */
const toStrategyUpdate = (event: StrategyEvent, nowMs: number) => ({
  e: 'STRATEGY_UPDATE',
  T: event.timeMs,
  E: nowMs,
  su: {
    si: Number(event.strategyId),
    st: event.strategyType,
    ss: event.status,
    s: event.symbol,
    ut: event.timeMs,
    c: event.failureCode,
  },
})
