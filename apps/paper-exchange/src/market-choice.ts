/** What `--market` asks for. */
export type MarketChoice =
  | { readonly kind: 'synthetic' | 'quiet' }
  | { readonly kind: 'replay'; readonly file: string }
  | { readonly kind: 'live' }

/** Reads `synthetic`, `quiet`, `replay:<file>` or `live[:<rest-url>,<ws-url>]`; undefined for anything else. */
export function parseMarketChoice(text: string): MarketChoice | undefined {
  if (text === 'synthetic' || text === 'quiet') return { kind: text }
  if (text === 'live' || text.startsWith('live:')) return { kind: 'live' }
  const file = text.startsWith('replay:') ? text.slice('replay:'.length) : ''
  return file === '' ? undefined : { kind: 'replay', file }
}
