import type { IncomingMessage } from 'node:http'

/** Enough for every form; more is somebody's mistake. */
const largestFormBytes = 128 * 1024

/** A body that is not taken, with the HTTP status that says why. */
export interface RefusedBody {
  readonly status: 413 | 415
  readonly message: string
}

/** Read and thrown away, so that the sender hears the answer; beyond it the connection is cut. */
const mostReadBytes = 2 * 1024 * 1024

/** Reads the body of a form, and keeps no more of it than is allowed. */
export async function readFormBody(request: IncomingMessage): Promise<string | RefusedBody> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= largestFormBytes) chunks.push(chunk)
    if (bytes > mostReadBytes) break
  }
  if (bytes > largestFormBytes) return { status: 413, message: `the form is larger than ${largestFormBytes} bytes` }
  if (bytes > 0 && request.headers['content-type']?.startsWith('application/json') !== true) {
    return { status: 415, message: 'the form must be sent as application/json' }
  }
  return Buffer.concat(chunks).toString('utf8')
}
