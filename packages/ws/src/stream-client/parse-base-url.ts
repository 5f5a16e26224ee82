import { ParameterError } from '@aster/core'

/**
 * Checks the address of the streams.
 * @throws {ParameterError} It is not `ws://` or `wss://` and a host, without a path.
 */
export function parseBaseUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl)
  if (url !== null && /^wss?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') {
    return baseUrl.replace(/\/$/, '')
  }
  throw new ParameterError('streams', [
    {
      field: 'baseUrl',
      rule: 'url',
      value: url === null ? baseUrl : `${url.protocol}//${url.host}…`,
      message: 'must be ws:// or wss:// and a host, without a path',
    },
  ])
}
