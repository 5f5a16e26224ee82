/** Number of the form in which an exchange keeps its state. A store that holds a higher one was written by a later version. */
export const stateVersion = 1

/** Where an exchange keeps what has happened: one picture of everything, and what came after it. */
export interface StateStore {
  /** What was kept, undefined in a new store. */
  load(): { readonly snapshot: Uint8Array | undefined; readonly batches: readonly Uint8Array[] } | undefined
  /**
   * Adds a batch and returns once it will survive the death of process and machine.
   *
   * @throws It could not be written. The exchange then acknowledges nothing any more.
   */
  append(batch: Uint8Array): void
  /** Puts a picture in the place of everything so far, as one step. */
  replace(snapshot: Uint8Array): void
}
