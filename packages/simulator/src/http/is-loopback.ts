/** Whether a caller is on this machine, by the address of the other side. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
