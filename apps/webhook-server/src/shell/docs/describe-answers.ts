import { z } from 'zod'

import { refusalCodes } from '../../core/refusal-codes.ts'
import {
  acceptedAnswer,
  accountAnswer,
  balanceAnswer,
  endedAnswer,
  errorAnswer,
  healthAnswer,
  leverageAnswer,
  marginTypeAnswer,
  ordersAnswer,
  partlyAnswer,
  positionAnswer,
  positionsAnswer,
  probeAnswer,
  refusalsAnswer,
  riskAnswer,
  riskChangeAnswer,
  signalAnswer,
  signalsAnswer,
} from './answer-schemas.ts'

interface RouteAnswers {
  readonly success: Readonly<Record<number, z.ZodType>>
  /** Codes of errors; their statuses follow. INTERNAL_ERROR may come from every route. */
  readonly errors: readonly string[]
}

/** Codes that no alert gets, or that every route may give. */
const elsewhere = new Set([
  'NOT_FOUND',
  'NOT_OVER',
  'DRY_RUN',
  'REQUEST_TIMEOUT',
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
])

const alert: RouteAnswers = {
  success: { 200: endedAnswer, 202: acceptedAnswer, 207: partlyAnswer },
  errors: Object.keys(refusalCodes).filter((code) => !elsewhere.has(code)),
}
const operator = ['UNAUTHORIZED']
const posted = [...operator, 'VALIDATION_ERROR', 'BODY_TOO_LARGE', 'RATE_LIMIT']
/** Of routes that ask the exchange. */
const asked = [...operator, 'VALIDATION_ERROR', 'RATE_LIMIT', 'EXCHANGE_ERROR', 'NOT_READY', 'EXCHANGE_TIMEOUT']
const reads = (success: z.ZodType, ...more: readonly string[]): RouteAnswers => ({
  success: { 200: success },
  errors: [...asked, ...more],
})
const changes = (success: z.ZodType): RouteAnswers =>
  reads(success, 'DRY_RUN', 'BODY_TOO_LARGE', 'ORDER_RULE', 'ORDER_REFUSED', 'OUTCOME_UNKNOWN')
const switches: RouteAnswers = { success: { 200: riskChangeAnswer }, errors: [...posted, 'NOT_CARRIED_OUT'] }
const probe = (success: z.ZodType): RouteAnswers => ({ success: { 200: success, 503: success }, errors: [] })

/** Method and path to what is answered. A route that is not here fails the start: nothing goes out undescribed. */
export const routeAnswers: Readonly<Record<string, RouteAnswers>> = {
  'POST /webhook/tradingview': alert,
  'POST /webhook/tradingview/t/:token': alert,
  'POST /webhook/tradingview-strategy': alert,
  'POST /webhook/tradingview-strategy/t/:token': alert,
  'GET /signals': { success: { 200: signalsAnswer }, errors: [...operator, 'VALIDATION_ERROR'] },
  'GET /signals/:id': { success: { 200: signalAnswer }, errors: [...operator, 'VALIDATION_ERROR', 'NOT_FOUND'] },
  'GET /refusals': { success: { 200: refusalsAnswer }, errors: [...operator, 'VALIDATION_ERROR'] },
  'POST /signals/:id/redrive': { success: { 202: acceptedAnswer }, errors: [...posted, 'NOT_FOUND', 'NOT_OVER'] },
  'GET /positions': reads(positionsAnswer),
  'GET /positions/:symbol': reads(positionAnswer, 'NO_POSITION'),
  'POST /positions/:symbol/leverage': changes(leverageAnswer),
  'POST /positions/:symbol/margin-type': changes(marginTypeAnswer),
  'GET /account/balance': reads(balanceAnswer),
  'GET /account/info': reads(accountAnswer),
  'GET /orders': reads(ordersAnswer),
  'GET /orders/open': reads(ordersAnswer),
  'GET /health': probe(healthAnswer),
  'GET /livez': probe(probeAnswer),
  'GET /readyz': probe(probeAnswer),
  'GET /metrics': { success: { 200: z.string() }, errors: operator },
  'GET /risk': { success: { 200: riskAnswer }, errors: [...operator, 'VALIDATION_ERROR'] },
  'POST /risk/halt': switches,
  'POST /risk/reduce': switches,
  'POST /risk/resume': switches,
}

/** The answers of a route as the documentation takes them: a schema and a description for each status. */
export function describeAnswers(method: string, url: string): Readonly<Record<string, unknown>> | undefined {
  const answers = routeAnswers[`${method} ${url}`]
  if (answers === undefined) return undefined
  const type = url === '/metrics' ? 'text/plain' : 'application/json'
  const ok = Object.entries(answers.success).map(([status, schema]) => [
    status,
    { description: z.globalRegistry.get(schema)?.description ?? 'Done.', content: { [type]: { schema } } },
  ])
  const codes = [...answers.errors, 'INTERNAL_ERROR']
  const errors = [...new Set(codes.map((code) => String(refusalCodes[code]?.status)))].map((status) => [
    status,
    {
      description: codes.filter((code) => String(refusalCodes[code]?.status) === status).join(', '),
      content: { 'application/json': { schema: errorAnswer } },
    },
  ])
  return Object.fromEntries([...ok, ...errors].toSorted(([a], [b]) => Number(a) - Number(b)))
}

/** What the codes mean, as a table in Markdown. */
export const codeTable = [
  '| code | status | cause | cure |',
  '| --- | --- | --- | --- |',
  ...Object.entries(refusalCodes).map(
    ([code, { status, cause, cure }]) => `| \`${code}\` | ${status} | ${cause} | ${cure} |`,
  ),
].join('\n')
