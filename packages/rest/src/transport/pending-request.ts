import { type Timer, TransportFailure, type TransportRequest, type TransportResponse } from '@aster/core'
import type { Dispatcher } from 'undici'

type Reason = TransportFailure['reason']

const reasonByCode: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
  HPE_INVALID_CONSTANT: 'invalid',
  UND_ERR_INVALID_ARG: 'invalid',
  UND_ERR_RESPONSE_EXCEEDED_MAX_SIZE: 'invalid',
}

const readCode = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/**
 * One request on its way. Knows whether anything of it can have been written: undici calls `onRequestStart` right before
 * the first byte, so what fails earlier is `unsent`. It starts once; a second start would be a repetition and is cut off.
 */
export class PendingRequest implements Dispatcher.DispatchHandler {
  readonly #resolve: (response: TransportResponse) => void
  readonly #reject: (failure: TransportFailure) => void
  readonly #maxBodyBytes: number
  readonly #signal: AbortSignal | undefined
  #timer: Timer | undefined
  #controller: Dispatcher.DispatchController | undefined
  #started = false
  #settled = false
  #status = 0
  #headers: Record<string, string> = {}
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(
    request: TransportRequest,
    maxBodyBytes: number,
    resolve: (response: TransportResponse) => void,
    reject: (failure: TransportFailure) => void,
  ) {
    this.#resolve = resolve
    this.#reject = reject
    this.#maxBodyBytes = maxBodyBytes
    this.#signal = request.signal
  }

  /** Watches the caller's signal and the time limit, which covers everything to the last byte of the answer. */
  watch(timer: Timer): void {
    this.#timer = timer
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  expire(timeoutMs: number): void {
    this.fail('timeout', `no answer within ${timeoutMs} ms`)
  }

  fail(reason: Reason, message: string, cause?: unknown): void {
    if (this.#settled) return
    this.#settle()
    const failure = new TransportFailure(this.#started ? 'sent' : 'unsent', reason, message, { cause })
    this.#controller?.abort(failure)
    this.#reject(failure)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) {
      controller.abort(new Error('given up before it was sent'))
      return
    }
    if (this.#started) {
      this.#controller = controller
      this.fail('reset', 'the connection was lost and the request is not repeated')
      return
    }
    this.#started = true
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    // undici gives names in lower case; a name that came twice has a list
    for (const name in headers) {
      const value = headers[name]
      if (typeof value !== 'string') headers[name] = value?.join(', ') ?? ''
    }
    this.#headers = headers as Record<string, string>
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBodyBytes) {
      this.fail('invalid', `the answer is longer than ${this.#maxBodyBytes} bytes`)
      return
    }
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#settled) return
    this.#settle()
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, body: body.toString('utf8') })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(reasonByCode[readCode(error)] ?? 'reset', error.message === '' ? readCode(error) : error.message, error)
  }

  readonly #onAbort = () => this.fail('aborted', 'given up by the caller', this.#signal?.reason)

  #settle(): void {
    this.#settled = true
    this.#timer?.cancel()
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}
