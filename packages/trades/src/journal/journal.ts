import type { EntryOf, JournalEntry, JournalEntryType, Latch } from './journal-entry.ts'

/** What is written down about one account, for reading. */
export interface AccountRecord {
  readonly account: string
  /** All entries of a type, oldest first; of one key when given. */
  list<T extends JournalEntryType>(type: T, key?: string): readonly EntryOf<T>[]
  /** Trades that were opened and have not ended. */
  listOpenTrades(): readonly string[]
  /** Orders that were meant and of which no final state is known. */
  listOpenOrders(): readonly string[]
  /** Everything about an order, oldest first. */
  listOrder(clientOrderId: string): readonly JournalEntry[]
  /** Everything that belongs to a trade or is about it, oldest first. */
  listTrade(tradeId: string): readonly JournalEntry[]
  latch(name: string): Latch | undefined
}

/** The pages of one account. */
export interface AccountJournal extends AccountRecord {
  /**
   * Writes an entry. Resolves when it is on the disk, together with everything noted before it.
   *
   * @throws {JournalError} It could not be written. Do not do what the entry announces, unless it takes risk off.
   */
  append(entry: JournalEntry): Promise<void>
  /** Writes an entry with the next `append`, or within 20 ms. Kept and tried again while the disk refuses. */
  note(entry: JournalEntry): void
  /** Sets a latch; counts at once, and resolves when it is on the disk. */
  setLatch(latch: Latch): Promise<void>
  /** Why the last attempt to write failed; undefined once writing works again. */
  readonly failure: Error | undefined
}

/** Everything known about one order, for `explain`. */
export interface OrderStory {
  readonly account: string
  readonly clientOrderId: string
  readonly tradeId: string | undefined
  /** About the order, oldest first. */
  readonly entries: readonly JournalEntry[]
  /** About its trade, other orders left out; empty when it belongs to none. */
  readonly trade: readonly JournalEntry[]
}

export interface JournalReader extends Disposable {
  readonly path: string
  scope(account: string): AccountRecord
  accounts(): readonly string[]
  /** Undefined when no account of the journal has such an order. */
  explain(clientOrderId: string): OrderStory | undefined
}

export interface Journal extends JournalReader {
  scope(account: string): AccountJournal
  /** What was found broken when it was opened with `repair`; undefined when nothing was. */
  readonly repaired: JournalRepair | undefined
  /** Writes everything that is waiting. */
  flush(): void
  /** Removes what ended longer ago than `keepMs`. Returns how many entries went. */
  compact(): number
  /** Writes everything and ends. Safe to call twice. */
  close(): void
}

export interface JournalRepair {
  readonly reason: string
  readonly kept: number
  /** Undefined when nobody can tell. */
  readonly lost: number | undefined
  /** Where the broken files are now. */
  readonly movedTo: string
}

/** The latch that stops everything that adds risk while it is `halted`. */
export const riskLatch = 'risk'
