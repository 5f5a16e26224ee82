import { endpoints } from '@aster/api'
import { ParameterError } from '@aster/core'
import { z } from 'zod'

import { FaultAction } from './fault-action.ts'
import { Incident } from './incident.ts'
import { StreamFaultRule } from './stream-fault.ts'

const count = z.number().int().min(1)
const elapsedMs = z.number().int().min(0)
const endpointName = z
  .string()
  .refine((name) => Object.hasOwn(endpoints, name), { error: 'must be the name of an endpoint, such as placeOrder' })

/** Which requests a rule is about. Everything that is given must hold. */
const FaultMatch = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
  /** The path without its query, `/fapi/v3/order`. */
  path: z.string().startsWith('/').optional(),
  /** Names of endpoints, whichever version is called. */
  endpoint: z.union([endpointName, z.array(endpointName).min(1)]).optional(),
  effect: z.enum(['read', 'idempotent', 'write']).optional(),
  /** The account's id, its user's address, or an agent's. */
  account: z.string().min(1).optional(),
  /** Parameters with their texts, `{ "type": "MARKET" }`. */
  params: z.record(z.string(), z.string()).optional(),
  /** Only so long after the script was loaded. */
  afterMs: elapsedMs.optional(),
  untilMs: elapsedMs.optional(),
  /** Of the requests that fit so far: the nth, counted from 1, or each of several. */
  nth: z.union([count, z.array(count).min(1)]).optional(),
  /** Of those that are left: by chance. */
  probability: z.number().min(0).max(1).optional(),
})
export type FaultMatch = z.output<typeof FaultMatch>

const FaultRule = z.strictObject({
  /** For reports; the kind of its action when absent. */
  name: z.string().min(1).optional(),
  match: FaultMatch.default({}),
  action: FaultAction,
  /** How often it fires at most. */
  times: count.optional(),
})
export type FaultRule = z.output<typeof FaultRule>
export type FaultRuleInput = z.input<typeof FaultRule>

/**
 * What goes wrong, as data: with requests (`rules`), with stream events (`streams`), and with the exchange at a time
 * (`incidents`). Rules are tried in their order; the first that fires decides, except that clock steps and lagging reads
 * let the request go on to the rules below them.
 */
const FaultScript = z.strictObject({
  /** Decides what is left to chance; the exchange's seed when absent. */
  seed: z.union([z.number(), z.string()]).optional(),
  rules: z.array(FaultRule).default([]),
  streams: z.array(StreamFaultRule).default([]),
  incidents: z.array(Incident).default([]),
})
export type FaultScript = z.output<typeof FaultScript>
/** A script as it is written: what has a default may be left out. */
export type FaultScriptInput = z.input<typeof FaultScript>

/**
 * Reads a script.
 *
 * @throws {ParameterError} It does not fit; every mistake is named by its place, `rules.0.action.kind`.
 */
export function parseFaultScript(input: unknown): FaultScript {
  const parsed = FaultScript.safeParse(input)
  if (parsed.success && namesSomething(input)) return parsed.data
  if (parsed.success) {
    const message = 'must hold rules, streams or incidents'
    throw new ParameterError('faults', [{ field: 'rules', rule: 'missing', value: describe(input), message }])
  }
  throw new ParameterError(
    'faults',
    parsed.error.issues.map(({ path, code, message }) => ({
      field: path.map(String).join('.') || 'script',
      rule: code,
      value: describe(readAt(input, path)),
      message,
    })),
  )
}

/** An empty script is a mistake, such as a list under a wrong name; an empty list is not. */
const namesSomething = (input: unknown): boolean =>
  ['rules', 'streams', 'incidents'].some((list) => Object.hasOwn(Object(input) as object, list))

function readAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

const describe = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60)
