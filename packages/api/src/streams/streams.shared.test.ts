import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { type StreamName, streams } from './streams.ts'
import { userEvents } from './user/user-events.ts'

interface DocumentedStreams {
  readonly marketStreams: readonly { readonly id: string; readonly fieldsAs?: string; readonly payload: object }[]
  readonly userEvents: readonly { readonly event: string; readonly payload: object }[]
}

const file = new URL('../../../../../shared/aster-api/streams.json', import.meta.url)
const documented = JSON.parse(readFileSync(file, 'utf8')) as DocumentedStreams

const ourName = (id: string): StreamName => (id === 'announcementPublic' ? 'announcement' : (id as StreamName))

/** Documented field paths, `k.t`; the event type and what the documentation says to ignore are left out. */
function listFields(node: unknown, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((row) => listFields(row, path))
  if (typeof node !== 'object' || node === null) return []
  if ('meaning' in node && typeof node.meaning === 'string' && 'type' in node) {
    return node.meaning === 'ignore' || path === 'e' ? [] : [path]
  }
  return Object.entries(node).flatMap(([key, value]) => listFields(value, path === '' ? key : `${path}.${key}`))
}

/** Field paths that a schema reads. */
function listSchemaFields(schema: unknown, path: string): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, unknown>).flatMap(([key, value]) =>
      listSchemaFields(value, path === '' ? key : `${path}.${key}`),
    )
  }
  if (schema instanceof z.ZodArray) return listSchemaFields(schema.element, path)
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return [path, ...listSchemaFields(schema.unwrap(), path)]
  }
  return [path]
}

describe('the declared streams', () => {
  it('cover every documented market stream and user event', () => {
    expect(documented.marketStreams.map((stream) => ourName(stream.id)).toSorted()).toEqual(
      Object.keys(streams).toSorted(),
    )
    expect(documented.userEvents.map((event) => event.event).toSorted()).toEqual(
      Object.values(userEvents)
        .map((event) => event.event)
        .toSorted(),
    )
  })

  it('read every documented field', () => {
    let fields = 0
    for (const stream of documented.marketStreams) {
      const read = listSchemaFields(streams[ourName(stream.id)].payload, '')
      const source = documented.marketStreams.find((other) => other.id === stream.fieldsAs) ?? stream
      for (const field of listFields(source.payload, '')) {
        expect(read, `${stream.id} ${field}`).toContain(field)
        fields++
      }
    }
    for (const event of documented.userEvents) {
      const declaration = Object.values(userEvents).find((ours) => ours.event === event.event)
      const read = listSchemaFields(declaration?.payload, '')
      for (const field of listFields(event.payload, '')) {
        expect(read, `${event.event} ${field}`).toContain(field)
        fields++
      }
    }
    expect(fields).toBeGreaterThan(150)
  })
})
