/** The rules of the gate, by name. */
export type RiskRule =
  | 'state'
  | 'orderNotional'
  | 'positionNotional'
  | 'accountNotional'
  | 'leverage'
  | 'openOrders'
  | 'accountOpenOrders'
  | 'ordersPer10Seconds'
  | 'ordersPerMinute'
  | 'priceBeyondMark'
  | 'priceBehindMark'
  | 'markAge'
  | 'liquidationDistance'
  | 'dailyLoss'
  | 'drawdown'

/** One rule, held against one order or the account. */
export interface RiskCheck {
  readonly rule: RiskRule
  readonly scope: 'order' | 'symbol' | 'account'
  /** What it would come to. NaN when it cannot be known. */
  readonly value: number
  readonly limit: number
  readonly ok: boolean
  /** A sentence with both numbers. */
  readonly message: string
}
