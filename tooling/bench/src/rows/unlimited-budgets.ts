import type { Clock } from '@aster/core'
import { type Budgets, createBudgets } from '@aster/rest'

/** Budgets that no benchmark reaches, until an exchange tells its own. */
export function createUnlimitedBudgets(clock: Clock, baseUrl: string): Budgets {
  const budgets = createBudgets({ clock })
  liftLimits(budgets, baseUrl)
  return budgets
}

/** Takes away what an exchange has told of its limits. */
export function liftLimits(budgets: Budgets, baseUrl: string): void {
  const every = { interval: 'MINUTE', intervalNum: 1, limit: 1_000_000_000 }
  budgets.applyRateLimits(baseUrl, [
    { rateLimitType: 'REQUEST_WEIGHT', ...every },
    { rateLimitType: 'ORDERS', ...every },
    { rateLimitType: 'ORDERS', ...every, interval: 'SECOND', intervalNum: 10 },
  ])
}
