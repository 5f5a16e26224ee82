import { createHmac, hash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

/** Takes as long for a near miss as for a far one, and for any length. */
export const isSameSecret = (offered: string, expected: string): boolean =>
  timingSafeEqual(digest(offered), digest(expected))

/** Whether `signature`, hex and optionally behind `sha256=`, signs the bytes of a body. */
export function isSignedBy(body: Buffer, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex')
  return isSameSecret(signature.replace(/^sha256=/, '').toLowerCase(), expected)
}
