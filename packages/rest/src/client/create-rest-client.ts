import { type AnswerOf, type Endpoint, exchangeInfoEndpoint, type ParamsOf, type ResultOf } from '@aster/api'
import { createClientOrderIds, createSystemRandom, type Transport } from '@aster/core'

import { type Budgets, createBudgets } from '../budget/create-budgets.ts'
import { planCall } from '../request/plan-call.ts'
import { refuseCall } from '../request/violations.ts'
import { parseAnswer } from '../response/parse-answer.ts'
import { createStatistics } from '../statistics/create-statistics.ts'
import { isMoneyMover } from '../wallet/money-mover.ts'
import type { AcceptedAttempt } from './attempt.ts'
import { checkCallOptions, checkTimeoutMs } from './check-options.ts'
import { createClientGroups } from './client-groups.ts'
import { describeAnswer } from './describe-answer.ts'
import type { DriftEvent } from './hooks.ts'
import { createReporter } from './reporter.ts'
import type { CallOptions, RestClient, RestClientOptions } from './rest-client.ts'
import { type CallContext, runCall } from './run-call.ts'

/** The exchange's firewall refuses requests without one. */
const defaultUserAgent = 'aster-ts'

const sharedBudgets = new WeakMap<Transport, Budgets>()

/** All clients on one transport share their budgets: the exchange counts by address and by account, not by client. */
function findBudgets({ transport, clock, budgets: own }: RestClientOptions): Budgets {
  const budgets = own ?? sharedBudgets.get(transport) ?? createBudgets({ clock })
  if (own === undefined) sharedBudgets.set(transport, budgets)
  return budgets
}

function parseBaseUrl(baseUrl: string): { baseUrl: string; origin: string } {
  // credentials in it would reach logs and error messages
  if (!/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(baseUrl) || !URL.canParse(baseUrl)) {
    const shown = baseUrl.includes('@') ? '[hidden]' : baseUrl
    const message = 'must be http:// or https:// and a host, without user and password'
    throw refuseCall('createRestClient', 'baseUrl', 'url', shown, message)
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), origin: new URL(baseUrl).origin }
}

/**
 * Creates a client for one account, or for public data when it has no signer. It opens nothing by itself.
 *
 * @throws {ParameterError} `baseUrl` is no plain URL, or `timeoutMs` no time.
 * @example
 * const client = createRestClient({ transport: createUndiciTransport(), clock: createSystemClock(), baseUrl, signer })
 * const { bids } = await client.market.getDepth({ symbol: 'BTCUSDT', limit: 5 })
 */
export function createRestClient(options: RestClientOptions): RestClient {
  const { transport, clock, signer, recvWindowMs, timeoutMs = 10_000 } = options
  const { baseUrl, origin } = parseBaseUrl(options.baseUrl)
  checkTimeoutMs('createRestClient', timeoutMs)
  const apiVersion = signer?.apiVersion ?? options.apiVersion ?? 'v3'
  const budgets = findBudgets(options)
  const statistics = createStatistics()
  const reporter = createReporter(options.hooks ?? {})
  const searched = new Set<string>()
  const onDrift = (event: DriftEvent) => reporter.drift(event)
  const random = options.random ?? createSystemRandom()
  const clientOrderIds = options.clientOrderIds ?? createClientOrderIds({ prefix: 'rest', random })
  const nextId = () => clientOrderIds.next()
  const context: CallContext = {
    transport,
    clock,
    baseUrl,
    origin,
    headers: Object.freeze({ 'user-agent': options.userAgent ?? defaultUserAgent }),
    signer,
    identity: signer && {
      account: (signer.user ?? signer.address).toLowerCase(),
      signer: signer.address.toLowerCase(),
    },
    recvWindowMs,
    timeoutMs,
    budgets,
    statistics,
    reporter,
    random,
    time: options.time,
  }

  async function perform<E extends Endpoint, const P extends ParamsOf<E>>(
    endpoint: E,
    params: P,
    callOptions: CallOptions = {},
  ): Promise<{ readonly data: AnswerOf<E, P>; readonly accepted: AcceptedAttempt }> {
    checkCallOptions(endpoint.name, callOptions)
    const { lane, nonceUs, signRequest } = callOptions
    const mayMoveMoney = isMoneyMover(callOptions)
    const facts = { version: apiVersion, signer, lane, nonceUs, nextId, signRequest, mayMoveMoney }
    const plan = planCall(endpoint, params, facts)
    const accepted = await runCall(plan, context, callOptions)
    const isSearched = searched.has(endpoint.name)
    if (!isSearched) searched.add(endpoint.name)
    const data = parseAnswer(plan, accepted.content, {
      status: accepted.response?.status ?? 0,
      nonceUs: accepted.nonceUs,
      isSearched,
      onDrift,
    })
    if (endpoint.name === exchangeInfoEndpoint.name) {
      budgets.applyRateLimits(origin, (data as ResultOf<typeof exchangeInfoEndpoint>).rateLimits)
    }
    return { data: data as AnswerOf<E, P>, accepted }
  }

  const call: RestClient['call'] = async (endpoint, params, callOptions) =>
    (await perform(endpoint, params, callOptions)).data

  const callWithMeta: RestClient['callWithMeta'] = async (endpoint, params, callOptions) => {
    const { data, accepted } = await perform(endpoint, params, callOptions)
    return { data, meta: describeAnswer(accepted) }
  }

  return {
    ...createClientGroups(call),
    apiVersion,
    baseUrl,
    clock,
    signer,
    recvWindowMs,
    call,
    callWithMeta,
    warmUp: async (connections) => {
      await transport.warmUp?.(origin, connections)
    },
    budgets: () => budgets.state(),
    statistics: () => statistics.read(),
  }
}
