import { describe, expect, it } from 'vitest'

import {
  AsterError,
  OutcomeUnknownError,
  ParameterError,
  RateLimitError,
  RejectedError,
  TransportError,
} from './index.ts'

const cause = new Error('socket hang up')

const errors = {
  ParameterError: new ParameterError(
    'placeOrder',
    [
      { field: 'price', rule: 'PRICE_FILTER.tickSize', value: '3000.07', message: 'is a multiple of 0.1' },
      { field: 'quantity', rule: 'required', value: 'absent', message: 'is needed by LIMIT' },
    ],
    { cause },
  ),
  RejectedError: new RejectedError(
    'placeOrder',
    { code: -2019, status: 400, reason: 'Margin is insufficient.' },
    { cause },
  ),
  RateLimitError: new RateLimitError(
    'getDepth',
    { retryAfterMs: 1500, banned: false, reason: 'the weight is spent' },
    { cause },
  ),
  TransportError: new TransportError('getDepth', { reason: 'timeout', status: 502 }, { cause }),
  OutcomeUnknownError: new OutcomeUnknownError(
    'placeOrder',
    { clientOrderId: 'demo-entry.abc-1', nonce: 1_700_000_000_000_000n, reason: 'HTTP 503' },
    { cause },
  ),
}

describe('the errors', () => {
  it.each(Object.entries(errors))('%s is an AsterError with its own name and its cause', (name, error) => {
    expect(error).toBeInstanceOf(AsterError)
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe(name)
    expect(error.cause).toBe(cause)
    expect(String(error)).toBe(`${name}: ${error.message}`)
  })

  it('say in a sentence what happened', () => {
    expect(Object.values(errors).map(({ message }) => message)).toEqual([
      'placeOrder: price is a multiple of 0.1 (PRICE_FILTER.tickSize, got 3000.07); quantity is needed by LIMIT (required, got absent)',
      'placeOrder was refused: -2019 Margin is insufficient.',
      'getDepth: the weight is spent; wait 1500 ms',
      'getDepth got no valid answer: timeout',
      'No answer to placeOrder demo-entry.abc-1 (HTTP 503); it may have been carried out',
    ])
    expect(new OutcomeUnknownError('transfer', { reason: 'timeout' }).message).toBe(
      'No answer to transfer (timeout); it may have been carried out',
    )
  })

  it('carry the facts that the caller decides by', () => {
    expect(errors.ParameterError.violations).toHaveLength(2)
    expect(errors.RejectedError).toMatchObject({ operation: 'placeOrder', code: -2019, status: 400 })
    expect(errors.RateLimitError).toMatchObject({ operation: 'getDepth', retryAfterMs: 1500, banned: false })
    expect(errors.TransportError).toMatchObject({ operation: 'getDepth', status: 502 })
    expect(errors.OutcomeUnknownError).toMatchObject({
      clientOrderId: 'demo-entry.abc-1',
      nonce: 1_700_000_000_000_000n,
    })
  })
})
