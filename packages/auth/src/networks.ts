/** Where orders of a program go. A paper exchange signs like mainnet. */
export type Network = 'mainnet' | 'testnet'

/** Chain id inside the EIP-712 domain of ordinary requests. */
export const chainIdOf: Readonly<Record<Network, number>> = { mainnet: 1666, testnet: 714 }

/** Value of the `asterChain` parameter of management calls. */
export const asterChainOf: Readonly<Record<Network, 'Mainnet' | 'Testnet'>> = {
  mainnet: 'Mainnet',
  testnet: 'Testnet',
}

/** Domain chain id of management calls, signed by the main wallet; the same on mainnet and testnet. */
export const managementChainId = 56
