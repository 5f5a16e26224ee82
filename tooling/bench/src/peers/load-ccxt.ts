import { createRequire } from 'node:module'

import { installPeers, peersDirectory } from './install-peers.ts'

/** The little of ccxt that is measured. */
export interface Ccxt {
  readonly version: string
  readonly aster: new (config: { readonly privateKey: string; readonly walletAddress: string }) => {
    sign(path: string, api: string, method: string, params: Readonly<Record<string, string>>): { body?: string }
  }
}

/** Loads ccxt from its folder outside the workspace; installs it there the first time. */
export async function loadCcxt(note: (line: string) => void): Promise<Ccxt> {
  await installPeers('ccxt', note)
  return createRequire(`${peersDirectory}/`)('ccxt') as Ccxt
}
