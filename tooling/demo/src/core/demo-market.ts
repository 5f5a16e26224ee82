/** What the demo trades on. */
export type DemoMarket = { readonly kind: 'synthetic' | 'quiet' } | { readonly kind: 'replay'; readonly path: string }

/** `synthetic`, `quiet` or `replay:<file>`; undefined for anything else. */
export function parseMarket(text: string): DemoMarket | undefined {
  if (text === 'synthetic' || text === 'quiet') return { kind: text }
  const path = text.startsWith('replay:') ? text.slice('replay:'.length) : ''
  return path === '' ? undefined : { kind: 'replay', path }
}

export function formatMarket(market: DemoMarket): string {
  return market.kind === 'replay' ? `replay:${market.path}` : market.kind
}
