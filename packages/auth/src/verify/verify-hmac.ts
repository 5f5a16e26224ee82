import { createHmac, timingSafeEqual } from 'node:crypto'

import { cutSignature } from './cut-signature.ts'

/**
 * Checks a V1 signature as an exchange does: HMAC-SHA256 over the query text followed directly by the body text, without the
 * `signature` pair; the case of its hex digits does not count.
 */
export function verifyHmac(check: { readonly query: string; readonly body: string; readonly secret: string }): boolean {
  const query = cutSignature(check.query)
  const body = cutSignature(check.body)
  const signature = query.signature ?? body.signature
  if (signature === undefined || !/^[0-9a-fA-F]{64}$/.test(signature)) return false
  const expected = createHmac('sha256', check.secret).update(query.text).update(body.text).digest()
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}
