/** Where chance comes from: seeded in tests and simulations, so that a run can be repeated. Never a source of keys for live use. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform whole number in [0, bound). */
  nextInt(bound: number): number
  /** Standard normal. */
  nextNormal(): number
  /** Uniform bytes. */
  nextBytes(length: number): Uint8Array
  /** An independent stream derived from this one's seed and a name; asking twice for one name gives the same stream. */
  fork(name: string): Random
}
