import type { Account } from '../account.ts'
import type { Market } from '../market.ts'
import type { Order } from '../order.ts'
import type { OrderRequest } from '../types.ts'
import type { ChaseView, StrategyLink, StrategyStatus, StrategyType } from './strategy-types.ts'

/** How a chase moves its order. Distances in ticks. */
export interface ChasePlan {
  offsetTicks: number
  /** How far from where it began it goes; Infinity without a limit. */
  maxDistanceTicks: number
  startTicks: number
  readonly view: ChaseView
  nextMoveMs: number
}

/** Orders of one account on one symbol that belong together. It is open while a leg is open or can still be placed. */
export class Strategy {
  readonly id: number
  readonly clientId: string
  readonly type: StrategyType
  readonly account: Account
  readonly market: Market
  readonly bookMs: number
  legs: readonly StrategyLeg[] = []
  chase: ChasePlan | undefined = undefined
  status: StrategyStatus = 'WORKING'
  updateMs: number
  failureCode = 0
  failureReason = ''

  constructor(parts: {
    id: number
    clientId: string | undefined
    type: StrategyType
    account: Account
    market: Market
    nowMs: number
  }) {
    this.id = parts.id
    this.clientId = parts.clientId ?? `auto-${parts.id}`
    this.type = parts.type
    this.account = parts.account
    this.market = parts.market
    this.bookMs = parts.nowMs
    this.updateMs = parts.nowMs
  }

  leg(subId: number): StrategyLeg | undefined {
    return this.legs[subId - 1]
  }
}

/** Where a leg is: waiting for its condition, placed (its order tells more), or never to be placed. */
export type LegState = 'pending' | 'placed' | 'dropped' | 'rejected'

export class StrategyLeg {
  readonly strategy: Strategy
  readonly subId: number
  readonly links: readonly StrategyLink[]
  /** Lives as long as the position: GTE_GTC. */
  readonly endsWithPosition: boolean
  request: OrderRequest
  state: LegState = 'pending'
  order: Order | undefined = undefined
  triggerMs = 0

  constructor(
    strategy: Strategy,
    parts: { subId: number; links: readonly StrategyLink[]; endsWithPosition: boolean; request: OrderRequest },
  ) {
    this.strategy = strategy
    this.subId = parts.subId
    this.links = parts.links
    this.endsWithPosition = parts.endsWithPosition
    this.request = parts.request
  }

  get isOpen(): boolean {
    return this.order !== undefined && this.order.place !== 'closed'
  }

  get waits(): boolean {
    return this.links.some(({ trigger }) => trigger === 'PLACE_ORDER')
  }
}
