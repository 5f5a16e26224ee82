import type { PositionSide } from '@aster/core'

import { positionKey } from '../positions/position-view.ts'
import { AccountClosedError } from './account-closed-error.ts'
import { TradeConflictError } from './trade-conflict-error.ts'

export interface Claims {
  readonly claim: (symbol: string, positionSide: PositionSide, owner: string) => () => void
  readonly ownerOf: (symbol: string, positionSide: PositionSide) => string | undefined
}

/** One owner per position. */
export function createClaims(accountName: string, isClosing: () => boolean): Claims {
  const owners = new Map<string, string>()
  return {
    claim(symbol, positionSide, owner) {
      if (isClosing()) throw new AccountClosedError(accountName)
      const key = positionKey(symbol, positionSide)
      const holder = owners.get(key)
      if (holder !== undefined) throw new TradeConflictError({ symbol, positionSide, owner: holder })
      owners.set(key, owner)
      let isHeld = true
      return () => {
        if (isHeld) owners.delete(key)
        isHeld = false
      }
    },
    ownerOf: (symbol, positionSide) => owners.get(positionKey(symbol, positionSide)),
  }
}
