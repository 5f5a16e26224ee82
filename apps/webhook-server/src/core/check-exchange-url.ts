import { findNetworkOfUrl, type Mode, type NetworkProfile } from '@aster/runtime'

import { isLoopback } from './is-loopback.ts'

/** The machine's own address in the form of version 6: what listens there is no paper exchange that we started. */
const isMappedLoopback = (host: string): boolean => /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host)

/**
 * Whether keys of a mode may be used at an address. Live keys sign for their own network's hosts alone, over TLS: whoever
 * gets a signed order may hand it on. A tunnel of one's own is reached by `[::ffff:127.0.0.1]`.
 *
 * @returns What is wrong with the address; undefined where nothing is.
 */
export function checkExchangeUrl(
  text: string,
  { mode, network }: { readonly mode: Mode; readonly network: Pick<NetworkProfile, 'name'> },
): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^(https?|wss?):$/.test(url.protocol))
    return 'must be an address such as https://fapi.asterdex.com'
  const { hostname, protocol } = url
  if (mode === 'paper') return isLoopback(hostname) ? undefined : 'must be on this machine when mode is paper'
  if (mode === 'dry' && isLoopback(hostname)) return undefined
  if (isLoopback(hostname)) return 'must not be a paper exchange of this machine when mode is live'
  if (isMappedLoopback(hostname)) return undefined
  if (findNetworkOfUrl(text)?.name !== network.name) return `must be an address of ${network.name}`
  return protocol === 'https:' || protocol === 'wss:' ? undefined : 'must be https or wss: keys and orders go there'
}
