import type { TypedDomain } from './domain-separator.ts'

/** Domain of requests and management calls. */
export const requestDomain = (chainId: number): TypedDomain => ({ name: 'AsterSignTransaction', version: '1', chainId })

/** Domain of withdrawals; the chain id is that of the destination chain. */
export const withdrawalDomain = (chainId: number): TypedDomain => ({ name: 'Aster', version: '1', chainId })
