import { type Endpoint, endpoints } from '@aster/api'
import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

/** Declared, and answered with -4084: what is asked for has no place in this exchange yet. */
const notServed: readonly string[] = []

describe('the routes', () => {
  it('are served for every declared endpoint, in each of its versions', async () => {
    const world = await openMemoryWorld({ limits: false })
    const unserved = new Set<string>()
    for (const endpoint of Object.values<Endpoint>(endpoints)) {
      for (const [version, path] of Object.entries(endpoint.path)) {
        const { json } = await world.call(endpoint.method, path, {}, version as 'v3' | 'v1')
        if (json['code'] === -4084) unserved.add(endpoint.name)
        if (json['code'] === -5000) unserved.add(path)
      }
    }
    expect([...unserved].toSorted()).toEqual([...notServed].toSorted())
    expect(world.exchange.state()).toMatchObject({ faults: [] })
    await world[Symbol.asyncDispose]()
  })
})
