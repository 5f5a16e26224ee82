import { type Endpoint, endpoints } from '@aster/api'
import { describe, expect, it } from 'vitest'

import * as actions from './actions.ts'
import type { RestClient } from './client/rest-client.ts'
import { createTestClient } from './testing/create-test-client.ts'

const ordinary = Object.values<Endpoint>(endpoints).filter(
  ({ group, signature }) => group !== 'wallet' && signature === undefined,
)

describe('an action', () => {
  it('stands for every endpoint that the client itself signs, under its name', () => {
    expect(Object.keys(actions).toSorted()).toEqual(ordinary.map(({ name }) => name).toSorted())
  })

  it.each(ordinary.map((endpoint) => [endpoint.name, endpoint] as const))(
    'calls its endpoint: %s',
    async (name, endpoint) => {
      const calls: unknown[] = []
      const call = (...given: unknown[]) => {
        calls.push(given)
        return Promise.resolve('answer')
      }
      const action = (actions as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>)[name]
      const options = { timeoutMs: 1 }
      const params = { symbol: 'A' }
      await expect(action?.({ call } as unknown as RestClient, params, options)).resolves.toBe('answer')
      expect(calls).toEqual([[endpoint, params, options]])
    },
  )

  it('is a method of its group as well', () => {
    const { client } = createTestClient(() => ({}))
    const groups = client as unknown as Record<string, Record<string, unknown>>
    const methods = ordinary.map(({ group, name }) => [name, typeof groups[group]?.[name]])
    expect(methods).toEqual(ordinary.map(({ name }) => [name, 'function']))
  })
})
