import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import { createAddressList, isAddressIn } from '../core/address-list.ts'

const plainId = /^[\w.:-]{1,100}$/

/** Names a request: as a trusted proxy named it, so that both logs meet, else by itself. Of nobody else is a name taken. */
export function createRequestId(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trusted = createAddressList(trustedProxies)
  return ({ headers, socket }) => {
    const offered = headers['x-request-id']
    const isTrusted = typeof offered === 'string' && plainId.test(offered) && isAddressIn(trusted, socket.remoteAddress)
    return isTrusted ? offered : randomUUID()
  }
}
