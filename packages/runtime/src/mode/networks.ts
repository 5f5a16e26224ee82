/** Where orders go. `dry` computes and shows, and sends nothing; `paper` trades on the paper exchange; `live` with money. */
export const modes = ['dry', 'paper', 'live'] as const
export type Mode = (typeof modes)[number]

export const networkNames = ['mainnet', 'testnet', 'paper'] as const
export type NetworkName = (typeof networkNames)[number]

/** One exchange and everything that must come from the same one. Never mixed. */
export interface NetworkProfile {
  readonly name: NetworkName
  /** Undefined for paper: the paper exchange says where it listens. */
  readonly restUrl: string | undefined
  readonly wsUrl: string | undefined
  /** Chain id in the signature domain of ordinary requests. */
  readonly chainId: number
  /** Chain id in the signature domain of management calls. */
  readonly managementChainId: number
  /** Value of the `asterChain` parameter of management calls. */
  readonly asterChain: 'Mainnet' | 'Testnet'
  /** Whether orders there move real money. */
  readonly isReal: boolean
}

/** Hosts and chain ids as the exchange documents them. The paper exchange signs as mainnet does, so that keys behave alike. */
export const networks: Readonly<Record<NetworkName, NetworkProfile>> = {
  mainnet: {
    name: 'mainnet',
    restUrl: 'https://fapi.asterdex.com',
    wsUrl: 'wss://fstream.asterdex.com',
    chainId: 1666,
    managementChainId: 56,
    asterChain: 'Mainnet',
    isReal: true,
  },
  testnet: {
    name: 'testnet',
    restUrl: 'https://fapi.asterdex-testnet.com',
    wsUrl: 'wss://fstream5.asterdex-testnet.com',
    chainId: 714,
    managementChainId: 56,
    asterChain: 'Testnet',
    isReal: false,
  },
  paper: {
    name: 'paper',
    restUrl: undefined,
    wsUrl: undefined,
    chainId: 1666,
    managementChainId: 56,
    asterChain: 'Mainnet',
    isReal: false,
  },
}
