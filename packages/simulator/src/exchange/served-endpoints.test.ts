import { type Endpoint, endpoints } from '@aster/api'
import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

/** Declared, and answered with -4084: what they ask for has no place in this exchange yet. */
const notServed: readonly string[] = [
  // texts
]

describe('the routes', () => {
  it('serve every declared endpoint in each of its versions, but for those listed here', async () => {
    const world = await openMemoryWorld({ limits: false })
    const unserved = new Set<string>()
    for (const endpoint of Object.values<Endpoint>(endpoints)) {
      for (const [version, path] of Object.entries(endpoint.path)) {
        const { json } = await world.call(endpoint.method, path, {}, version as 'v3' | 'v1')
        if (json['code'] === -4084 || json['code'] === -5000) unserved.add(endpoint.name)
      }
    }
    const declared = new Set(Object.keys(endpoints))
    expect([...unserved].toSorted()).toEqual(notServed.filter((name) => declared.has(name)).toSorted())
    expect(world.exchange.state()).toMatchObject({ faults: [] })
    await world[Symbol.asyncDispose]()
  })
})
