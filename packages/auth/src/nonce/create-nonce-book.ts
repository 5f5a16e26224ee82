import { type NonceSource, type NonceSourceOptions, createNonceSource } from './create-nonce-source.ts'

/** One nonce source per address: the exchange counts per agent, and for management calls per user. */
export interface NonceBook {
  /** The same source for the same address, however it is spelled. */
  for(address: string): NonceSource
}

/** Keeps the sources of all signers of a process, so that two signers of one agent cannot use a nonce twice. */
export function createNonceBook(options: NonceSourceOptions): NonceBook {
  const sources = new Map<string, NonceSource>()
  return {
    for(address) {
      const key = address.toLowerCase()
      const source = sources.get(key) ?? createNonceSource(options)
      sources.set(key, source)
      return source
    },
  }
}
