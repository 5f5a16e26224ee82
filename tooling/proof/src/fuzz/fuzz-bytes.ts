import type { Random } from '@aster/core'

const pick = <T>(list: readonly T[], random: Random): T => list[random.nextInt(list.length)] as T

/** Requests that no HTTP client would write. */
const broken = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET\r\n\r\n',
  'GET /fapi/v3/time HTTP/1.1\r\n\r\n',
  'GET /fapi/v3/time HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET http://[::1/fapi HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /fapi/v3/depth?symbol=BTCUSDT#x HTTP/1.0\r\n\r\n',
  'POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n',
  'POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
  'POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n',
  'POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
  'GET /fapi/v3/time HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n',
  'GET /fapi/v3/time HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc',
  'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
  'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
  'TRACE /fapi/v3/time HTTP/1.1\r\nHost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
]

const handshake =
  'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

/** Bytes for a bare socket: broken HTTP, a handshake with garbage for frames behind it, or garbage. */
export function drawBytes(random: Random): Buffer {
  const dice = random.nextInt(4)
  if (dice === 0) return Buffer.from(random.nextBytes(1 + random.nextInt(400)))
  if (dice === 1) return Buffer.concat([Buffer.from(handshake), random.nextBytes(1 + random.nextInt(200))])
  const text = Buffer.from(pick(broken, random), 'latin1')
  if (random.nextInt(3) > 0) return text
  const index = random.nextInt(text.length)
  text[index] = random.nextInt(256)
  return text
}
