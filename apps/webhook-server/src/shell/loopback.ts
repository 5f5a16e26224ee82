/** Names of this machine, as settings call it. */
export const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])
