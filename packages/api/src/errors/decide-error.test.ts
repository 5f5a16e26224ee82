import { describe, expect, it } from 'vitest'

import { decideError } from './decide-error.ts'
import { errorCatalogue } from './error-catalogue.ts'

describe('decideError', () => {
  it.each([
    [-1000, 'An unknown error occured while processing the request.', 'unknownOutcome'],
    [-1000, 'No agent found', 'fatalAuth'],
    [-1000, 'Signature check failed.', 'fatalAuth'],
    [-1000, 'Invalid symbol.', 'rejected'],
    [-1007, '', 'unknownOutcome'],
    [-2011, 'Unknown order sent.', 'cancelTargetGone'],
    [-4059, 'No need to change position side.', 'treatAsSuccess'],
    [-4225, 'Nonce Expired', 'resync'],
    [-1015, '', 'slowDown'],
    [-4164, '', 'refreshSymbolRules'],
    [-2022, '', 'refreshPosition'],
    [-4061, '', 'refreshPositionMode'],
    [-2019, 'Margin is insufficient.', 'rejected'],
    [-98_765, 'something new', 'rejected'],
  ])('takes %i %s', (code, message, decision) => {
    expect(decideError(code, message)).toBe(decision)
  })
})

describe('errorCatalogue', () => {
  it('holds every code once', () => {
    expect(errorCatalogue.size).toBe(196)
    expect(errorCatalogue.get(-4164)).toMatchObject({ name: 'MIN_NOTIONAL', category: 'filter' })
  })
})
