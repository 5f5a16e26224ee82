import type { ModeValues } from './mode-settings.ts'
import { type NetworkProfile, networks } from './networks.ts'

/** The one profile that these settings mean. Agreement of mode and network was checked when they were parsed. */
export function resolveNetwork({ mode, network }: ModeValues): NetworkProfile {
  return networks[network ?? (mode === 'live' ? 'mainnet' : 'paper')]
}

/** The profile whose host this URL names; undefined for hosts that are not the exchange's, such as loopback. */
export function findNetworkOfUrl(url: string): NetworkProfile | undefined {
  // a dot at the end names the same host
  const host = `.${new URL(url).hostname.replace(/\.$/, '')}`
  if (host.endsWith('.asterdex-testnet.com')) return networks.testnet
  return host.endsWith('.asterdex.com') ? networks.mainnet : undefined
}
