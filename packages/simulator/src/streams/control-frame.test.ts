import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseControlFrame } from './control-frame.ts'

const parse = (frame: unknown) => parseControlFrame(JSON.stringify(frame))

describe('parseControlFrame', () => {
  it('reads the five documented requests', () => {
    expect(parse({ method: 'SUBSCRIBE', params: ['a@depth'], id: 1 })).toEqual({
      method: 'SUBSCRIBE',
      names: ['a@depth'],
      id: 1,
    })
    expect(parse({ method: 'UNSUBSCRIBE', params: ['a'], id: 312 })).toEqual({
      method: 'UNSUBSCRIBE',
      names: ['a'],
      id: 312,
    })
    expect(parse({ method: 'LIST_SUBSCRIPTIONS', id: 3 })).toEqual({ method: 'LIST_SUBSCRIPTIONS', id: 3 })
    expect(parse({ method: 'SET_PROPERTY', params: ['combined', true], id: 5 })).toEqual({
      method: 'SET_PROPERTY',
      combined: true,
      id: 5,
    })
    expect(parse({ method: 'GET_PROPERTY', params: ['combined'], id: 2 })).toEqual({ method: 'GET_PROPERTY', id: 2 })
  })

  it('answers a request without id with null', () => {
    expect(parse({ method: 'SUBSCRIBE', params: [] })).toMatchObject({ id: null })
  })

  it.each(['7', '6e474326161a0daf1785ebe0e47f9ee8', '0f8fad5b-d9cb-469f-a165-70867728950e'])(
    'echoes the id %s, which a library drew',
    (id) => {
      expect(parse({ method: 'SUBSCRIBE', params: [], id })).toMatchObject({ id })
    },
  )

  it.each([
    [{ method: 'SET_PROPERTY', params: ['other', true], id: 1 }, 0, 'Unknown property'],
    [{ method: 'GET_PROPERTY', params: ['other'], id: 1 }, 0, 'Unknown property'],
    [{ method: 'SET_PROPERTY', params: ['combined', 'yes'], id: 1 }, 1, 'Invalid value type: expected Boolean'],
    [{ method: 'SET_PROPERTY', params: [7], id: 1 }, 2, 'Invalid request: property name must be a string'],
    [{ method: 'SUBSCRIBE', params: [], id: 'x' }, 2, 'Invalid request: request ID must be an unsigned integer'],
    [{ method: 'SUBSCRIBE', params: [], id: -1 }, 2, 'Invalid request: request ID must be an unsigned integer'],
    [{ method: 'LIST_SUBSCRIPTIONS', params: ['x'], id: 1 }, 2, 'Invalid request: too many parameters'],
    [{ params: [], id: 1 }, 2, 'Invalid request: missing field `method`'],
    [{ method: 'SHOUT', id: 1 }, 2, 'Invalid request: unknown variant `SHOUT`, expected one of `SUBSCRIBE`'],
    [[], 2, 'Invalid request'],
  ])('answers %j with error %i', (frame, code, words) => {
    const error = parse(frame)
    expect(error).toMatchObject({ code })
    expect((error as { msg: string }).msg).toContain(words)
  })

  it('answers text that is not JSON with error 3', () => {
    expect(parseControlFrame('ping')).toMatchObject({
      code: 3,
      msg: expect.stringContaining('Invalid JSON: expected value'),
    })
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseControlFrame(text)).toBeTypeOf('object')
      }),
    )
  })
})
