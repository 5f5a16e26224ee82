/** What `--market` asks for. */
export type MarketChoice =
  | { readonly kind: 'synthetic' | 'quiet' }
  | { readonly kind: 'replay'; readonly file: string }
  | { readonly kind: 'live'; readonly restUrl: string; readonly wsUrl: string }

const asterRestUrl = 'https://fapi.asterdex.com'

/** Reads `synthetic`, `quiet`, `replay:<file>` or `live[:<rest-url>[,<ws-url>]]`; undefined for anything else. */
export function parseMarketChoice(text: string): MarketChoice | undefined {
  if (text === 'synthetic' || text === 'quiet') return { kind: text }
  if (text === 'live') return readLive(asterRestUrl)
  if (text.startsWith('live:')) return readLive(...text.slice('live:'.length).split(','))
  const file = text.startsWith('replay:') ? text.slice('replay:'.length) : ''
  return file === '' ? undefined : { kind: 'replay', file }
}

function readLive(restText = '', wsText?: string, ...more: readonly string[]): MarketChoice | undefined {
  const restUrl = readBase(restText, ['http:', 'https:'])
  const wsUrl = restUrl === undefined ? undefined : readBase(wsText ?? guessWsUrl(restUrl), ['ws:', 'wss:'])
  if (restUrl === undefined || wsUrl === undefined || more.length > 0) return undefined
  return { kind: 'live', restUrl, wsUrl }
}

function readBase(text: string, protocols: readonly string[]): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !protocols.includes(url.protocol) || url.pathname !== '/' || url.search !== '')
    return undefined
  return `${url.protocol}//${url.host}`
}

/** Aster serves streams from a host of their own; a paper exchange from the same one. */
const guessWsUrl = (restUrl: string): string =>
  restUrl.replace(/^http/, 'ws').replace('//fapi.asterdex', '//fstream.asterdex')
