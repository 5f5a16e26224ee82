import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { computeWeight, type Endpoint, getAccess } from './define-endpoint.ts'
import { endpoints } from './endpoints.ts'
import { errorCatalogue } from './errors/error-catalogue.ts'
import { type DocumentedEndpoint, loadDocumentedEndpoints } from './testdata/documented-endpoint.ts'
import { readWeights } from './testdata/read-weights.ts'
import { sampleShape } from './testdata/sample-shape.ts'

const declared = Object.values<Endpoint>(endpoints)
const documented = loadDocumentedEndpoints()
// the chain API lives on a host of its own and is not part of the futures API
const onFuturesHost = documented.filter(({ host }) => host === undefined)

const find = ({ method, v1Path, v3Path }: DocumentedEndpoint): Endpoint => {
  const found = declared.find((endpoint) => {
    const sameV1 = (endpoint.path.v1 ?? null) === v1Path
    const sameV3 = (endpoint.path.v3 ?? null) === v3Path
    return endpoint.method === method && sameV1 && sameV3
  })
  if (found === undefined) throw new Error(`${method} ${v3Path ?? v1Path} is not declared`)
  return found
}

const shapeOf = ({ params }: Endpoint): Readonly<Record<string, z.ZodType>> =>
  params instanceof z.ZodObject ? (params.shape as Record<string, z.ZodType>) : {}

const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success

/** The one parameter that is documented as needed and filled by the client. */
const filledByClient = new Set(['transferWallets.clientTranId'])

describe.each(onFuturesHost.map((entry) => [`${entry.method} ${entry.v3Path ?? entry.v1Path}`, entry] as const))(
  '%s',
  (_name, entry) => {
    const endpoint = find(entry)

    it('takes every documented parameter, with every documented value', () => {
      const shape = shapeOf(endpoint)
      for (const { name, required, enum: values } of entry.params) {
        if (endpoint.addedBySignature?.includes(name) === true) continue
        const schema = shape[name]
        expect(schema, `${endpoint.name}.${name}`).toBeDefined()
        const isNeeded = required && !filledByClient.has(`${endpoint.name}.${name}`)
        expect([name, schema !== undefined && isOptional(schema)]).toEqual([name, !isNeeded])
        const refused = (values ?? []).filter((value) => schema?.safeParse(value).success !== true)
        expect([name, refused]).toEqual([name, []])
      }
    })

    it('takes no parameter that is not documented', () => {
      const names = new Set(entry.params.map(({ name }) => name))
      expect(Object.keys(shapeOf(endpoint)).filter((name) => !names.has(name))).toEqual([])
    })

    it('reads its documented answer, with and without the fields that may be absent', () => {
      const isSameAsOrder = typeof entry.response === 'string' && entry.response.startsWith('same fields as New order')
      const order = onFuturesHost.find(({ name }) => name === 'New order')
      const shape = isSameAsOrder ? order?.response : entry.response
      for (const isWhole of [true, false]) {
        const sample = sampleShape(shape, isWhole)
        const variants = endpoint.oneWhen === undefined ? [sample] : [sample, [sample]]
        for (const variant of variants) {
          const parsed = endpoint.result.safeParse(variant)
          expect(parsed.error?.issues ?? []).toEqual([])
        }
      }
    })

    it('asks for the documented access', () => {
      const words: Readonly<Record<string, string>> = {
        NONE: 'public',
        MARKET_DATA: 'marketData',
        TRADE: 'trade',
        USER_DATA: 'userData',
        USER_STREAM: 'userStream',
      }
      expect(getAccess(endpoint, entry.v3Path === null ? 'v1' : 'v3')).toBe(words[entry.security])
    })

    it('costs the documented weight', () => {
      const listed = readWeights(entry.weight)
      const costs = listed.map(({ version, params }) => computeWeight(endpoint, version, params))
      expect(costs).toEqual(listed.map(({ weight }) => weight))
      // what is not stated still costs something
      expect(listed.length > 0 || computeWeight(endpoint, 'v3', {}) > 0).toBe(true)
    })
  },
)

/** Whether a result says nothing about what it holds. */
function isVague(schema: unknown): boolean {
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodAny) return true
  if (schema instanceof z.ZodObject) {
    const isLoose = schema.def.catchall !== undefined
    return isLoose || Object.values(schema.shape as Record<string, unknown>).some(isVague)
  }
  if (schema instanceof z.ZodArray) return isVague(schema.element)
  if (schema instanceof z.ZodUnion) return schema.options.some(isVague)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return isVague(schema.unwrap())
  return false
}

describe('the declarations', () => {
  it('are all documented, and as many', () => {
    expect(
      onFuturesHost
        .map(find)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(endpoints).toSorted())
    expect({ documented: documented.length, futures: onFuturesHost.length, declared: declared.length }).toEqual({
      documented: 109,
      futures: 100,
      declared: 100,
    })
    const parameters = onFuturesHost.reduce((sum, { params }) => sum + params.length, 0)
    expect({ parameters, codes: errorCatalogue.size }).toEqual({ parameters: 339, codes: 196 })
  })

  it('stand under their own names', () => {
    expect(Object.entries<Endpoint>(endpoints).filter(([name, endpoint]) => name !== endpoint.name)).toEqual([])
  })

  it('say what every answer holds', () => {
    expect(declared.filter(({ result }) => isVague(result)).map(({ name }) => name)).toEqual([])
  })
})
