import { describe, expect, it } from 'vitest'

import { renderReference } from './render-reference.ts'

describe('renderReference', () => {
  it('lets no text of a document become markup', () => {
    const evil = '<img src=x onerror=alert(1)>'
    const page = renderReference(
      {
        info: { title: evil, version: evil },
        paths: {
          [`/${evil}`]: {
            get: {
              tags: [evil],
              description: evil,
              parameters: [{ name: evil, in: 'query', description: evil, schema: { enum: [evil], default: evil } }],
              responses: {
                200: { description: evil, content: { x: { schema: { properties: { [evil]: { type: evil } } } } } },
              },
            },
          },
        },
        components: {
          schemas: { [evil]: { description: evil, properties: { [evil]: { const: evil, format: evil } } } },
        },
      },
      { summary: evil, codes: { CODE: { status: 400, cause: evil, cure: evil } } },
    )
    expect(page).not.toContain('<img')
    expect(page).not.toContain('"<')
  })

  it('says of a field what it is, whether it is needed, and what holds without it', () => {
    const page = renderReference(
      {
        info: { title: 'x', version: '1' },
        paths: {
          '/a': {
            get: {
              parameters: [
                {
                  name: 'limit',
                  in: 'query',
                  required: true,
                  schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
                },
                {
                  name: 'all',
                  in: 'query',
                  schema: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] },
                },
              ],
            },
          },
        },
        components: { schemas: { Thing: { description: 'A thing.' } } },
      },
      { summary: '', codes: {} },
    )
    expect(page).toContain(
      '<code>limit (query)</code> <i>required</i></td><td>integer ≥ 1 ≤ 500</td><td> Default: 50.</td>',
    )
    expect(page).toContain('<a href="#schema-Thing">Thing</a> or null')
    expect(page).toContain('id="schema-Thing"')
  })
})
