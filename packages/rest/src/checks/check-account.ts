import { accountEndpoint, buildersEndpoint, commissionRateEndpoint, positionModeEndpoint } from '@aster/api'
import { formatDecimal, toDecimal } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { defineCheck, failed, fine, type RestCheck, warning } from './check-result.ts'

type Asker = Pick<RestClient, 'call'>

/** Whether the account may trade at all. Weight 5. */
export const checkPermissions = (client: Asker): RestCheck =>
  defineCheck('permissions', async (signal) => {
    const { canTrade, canDeposit } = await client.call(accountEndpoint, {}, { signal })
    if (!canTrade) return failed('the account may not trade', 'ask the exchange why')
    return fine(`the account may trade${canDeposit ? '' : ', and may not deposit'}`)
  })

/** One-way or hedge mode, against what the program expects. Weight 30. */
export const checkPositionMode = (client: Asker, expected: 'oneWay' | 'hedge' | undefined): RestCheck =>
  defineCheck('position mode', async (signal) => {
    const { dualSidePosition } = await client.call(positionModeEndpoint, {}, { signal })
    const detail = `the account is in ${dualSidePosition ? 'hedge' : 'one-way'} mode`
    if (expected === undefined || (expected === 'hedge') === dualSidePosition) return fine(detail)
    return failed(
      detail,
      'change it (ensurePositionMode), without orders and positions, or every order ends with -4061',
    )
  })

/** What trading costs, in basis points of the notional. Weight 20. */
export const checkFees = (client: Asker, symbol: string): RestCheck =>
  defineCheck('fees', async (signal) => {
    const rate = await client.call(commissionRateEndpoint, { symbol }, { signal })
    const toBps = (fraction: string) => formatDecimal(toDecimal(fraction).times(10_000))
    return fine(`${symbol}: maker ${toBps(rate.makerCommissionRate)} bps, taker ${toBps(rate.takerCommissionRate)} bps`)
  })

/** Who else may take a fee from orders of this account: a builder that was approved once, often unnoticed. V3. Weight 1. */
export const checkBuilders = (client: Asker): RestCheck =>
  defineCheck('builders', async (signal) => {
    const builders = await client.call(buildersEndpoint, {}, { signal })
    if (builders.length === 0) return fine('no builder may charge this account')
    const list = builders.map(
      ({ builderAddress, builderName, maxFeeRate }) =>
        `${builderName ?? 'unnamed'} (${builderAddress}) up to ${maxFeeRate}`,
    )
    return warning(
      `approved builders may charge orders that name them: ${list.join(', ')}`,
      'revoke those you do not know; nothing here ever names a builder by itself',
    )
  })
