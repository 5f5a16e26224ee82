/** Public development keys of the exchange's own examples and of well-known test wallets. Never fund them. */
export const testKeys = {
  /** The API wallet of the documentation's examples: an agent. */
  agent: {
    privateKey: '0x4fd0a42218f3eae43a6ce26d22544e986139a01e5b34a62db53757ffca81bae1',
    address: '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0',
  },
  /** Plays a main wallet. */
  master: {
    privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
    address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  },
  /** Plays a second wallet, or a stranger. */
  child: {
    privateKey: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
    address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  },
  /** Plays a builder, or one more agent. */
  builder: {
    privateKey: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
    address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  },
  /** The pair of the V1 documentation's examples. */
  v1: {
    apiKey: 'dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83',
    apiSecret: '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9',
  },
} as const
