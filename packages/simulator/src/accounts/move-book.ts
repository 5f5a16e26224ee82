import type { PositionSide } from '../engine/types.ts'

const uniqueMs = 7 * 86_400_000
const keptRows = 1000

/** Margin that was moved into (type 1) or out of (2) an isolated position. */
export interface MarginMove {
  readonly amount: string
  readonly asset: string
  readonly symbol: string
  readonly time: number
  readonly type: number
  readonly positionSide: PositionSide
  readonly clientTranId?: string
}

/** What left the exchange. */
export interface Departure {
  readonly id: string
  readonly asset: string
  readonly amount: string
  readonly txHash: string
  readonly time: number
  readonly chainId: number
}

interface Moves {
  /** When each client transfer id was used; they are unique for seven days. */
  readonly transfers: Map<string, number>
  readonly margin: MarginMove[]
  readonly departures: Departure[]
  /** Nonces of the wallet's signatures under withdrawals, with the time at which they were used. */
  readonly nonces: Map<string, number>
}

/** What accounts have moved, so that nothing is moved twice. Plain data, bounded: the newest rows and the ids of a week. */
export interface MoveBook {
  isTransferKnown(accountId: string, clientTranId: string): boolean
  noteTransfer(accountId: string, clientTranId: string, nowMs: number): void
  findMarginMove(accountId: string, clientTranId: string): MarginMove | undefined
  listMarginMoves(accountId: string): readonly MarginMove[]
  noteMarginMove(accountId: string, move: MarginMove): void
  isNonceKnown(accountId: string, nonce: string): boolean
  listDepartures(accountId: string): readonly Departure[]
  noteDeparture(accountId: string, departure: Departure, nonce: string | undefined): void
  getAll(): ReadonlyMap<string, Moves>
  setAll(all: ReadonlyMap<string, Moves>): void
}

export function createMoveBook(): MoveBook {
  const accounts = new Map<string, Moves>()
  const movesOf = (accountId: string): Moves => {
    const known = accounts.get(accountId)
    if (known !== undefined) return known
    const fresh: Moves = { transfers: new Map(), margin: [], departures: [], nonces: new Map() }
    accounts.set(accountId, fresh)
    return fresh
  }
  return {
    isTransferKnown: (accountId, id) => accounts.get(accountId)?.transfers.has(id) ?? false,
    noteTransfer: (accountId, id, nowMs) => noteId(movesOf(accountId).transfers, id, nowMs),
    findMarginMove: (accountId, id) =>
      accounts.get(accountId)?.margin.findLast(({ clientTranId }) => clientTranId === id),
    listMarginMoves: (accountId) => accounts.get(accountId)?.margin ?? [],
    noteMarginMove: (accountId, move) => addRow(movesOf(accountId).margin, move),
    isNonceKnown: (accountId, nonce) => accounts.get(accountId)?.nonces.has(nonce) ?? false,
    listDepartures: (accountId) => accounts.get(accountId)?.departures ?? [],
    noteDeparture(accountId, departure, nonce) {
      const moves = movesOf(accountId)
      addRow(moves.departures, departure)
      if (nonce !== undefined) noteId(moves.nonces, nonce, departure.time)
    },
    getAll: () => accounts,
    setAll(all) {
      for (const [accountId, moves] of all) accounts.set(accountId, moves)
    },
  }
}

function addRow<Row>(rows: Row[], row: Row): void {
  rows.push(row)
  if (rows.length > keptRows) rows.shift()
}

/** Ids come in the order of time: those that may be used again are at the front. */
function noteId(ids: Map<string, number>, id: string, nowMs: number): void {
  ids.set(id, nowMs)
  for (const [old, timeMs] of ids) {
    if (timeMs > nowMs - uniqueMs) return
    ids.delete(old)
  }
}
