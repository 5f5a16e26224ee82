import { type ListenParts, type Listener, listen } from './listen.ts'

/** The ports an exchange has open. */
export interface Listeners {
  open(address: { readonly host: string; readonly port: number }): Promise<Listener>
  closeAll(): Promise<void>
}

export function createListeners(parts: ListenParts): Listeners {
  const open = new Set<Listener>()
  return {
    async open(address) {
      const listener = await listen(parts, address)
      const tracked: Listener = {
        ...listener,
        async close() {
          if (open.delete(tracked)) await listener.close()
        },
      }
      open.add(tracked)
      return tracked
    },
    async closeAll() {
      await Promise.all([...open].map((listener) => listener.close()))
    },
  }
}
