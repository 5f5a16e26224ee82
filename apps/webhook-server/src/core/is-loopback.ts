const names: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '[::1]', 'localhost'])

/** Whether a host, as a setting or an address writes it, is reached from this machine alone. */
export const isLoopback = (host: string): boolean => names.has(host)
