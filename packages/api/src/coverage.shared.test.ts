import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { errorDecisions } from './errors/decide-error.ts'
import { errorCatalogue } from './errors/error-catalogue.ts'
import { type DocumentedEndpoint, loadDocumentedEndpoints, trimEndpoint } from './testdata/documented-endpoint.ts'

const folder = new URL('../../../../shared/aster-api/', import.meta.url)

const load = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, unknown>

describe.runIf(existsSync(folder))('the reference', () => {
  it('lists the endpoints of our table, parameter by parameter', () => {
    const endpoints = load('endpoints.json')['endpoints'] as readonly DocumentedEndpoint[]
    expect(loadDocumentedEndpoints()).toEqual(endpoints.map(trimEndpoint))
  })

  it('lists the error codes of our catalogue', () => {
    const errors = load('errors.json')['errors'] as readonly Record<string, unknown>[]
    const listed = errors.map(({ code, name, message, category, http, retriable }) => ({
      code,
      name,
      message,
      category,
      http,
      retriable,
    }))
    const byCode = (a: { code: unknown }, b: { code: unknown }) => Number(b.code) - Number(a.code)
    expect([...errorCatalogue.values()].toSorted(byCode)).toEqual(listed.toSorted(byCode))
  })

  it('decides by the same codes', () => {
    const { fatalByMessage: _byMessage, ...byCode } = load('errors.json')['decisions'] as Record<string, unknown>
    expect(errorDecisions).toEqual(byCode)
  })
})
