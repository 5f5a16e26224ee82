import type { Param } from '../encode-params.ts'

export interface UnsignedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Business parameters in the order in which they are signed and sent. */
  readonly params: readonly Param[]
  /** V3: this nonce instead of the next one, for `noop`. */
  readonly nonceUs?: bigint | undefined
  /** V1: how late the request may arrive, at most 60000; the exchange takes 5000 when absent. */
  readonly recvWindowMs?: number | undefined
}

/** What goes on the wire, to the letter. */
export interface SignedRequest {
  /** Without the question mark; empty when everything is in the body. */
  readonly query: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Microseconds; V3 only. */
  readonly nonceUs: bigint | undefined
  /** The exchange's time as we believe it to be, when this was signed. */
  readonly timestampMs: number
}

/** Signs requests of one account in one of the two generations. */
export interface Signer {
  readonly apiVersion: 'v3' | 'v1'
  /** V3: the address that signs. V1: `v1`, since an API key is not for showing. */
  readonly address: string
  /** V3: the main wallet whose account is traded, where it was given. */
  readonly user: string | undefined
  readonly engine: 'native' | 'wasm' | 'js' | 'hmac' | 'external'
  /**
   * Adds nonce or timestamp, encodes once, signs that text and returns that very text. Call it after every wait, right
   * before sending, and again for every attempt.
   *
   * @throws {ParameterError} A parameter cannot be signed. Nothing was sent.
   * @throws {ClockUnsureError} The clock may be too far from the exchange's.
   */
  sign(request: UnsignedRequest): SignedRequest | Promise<SignedRequest>
  /** Headers of calls that need the V1 key and no signature; empty in V3. */
  readonly keyHeaders: Readonly<Record<string, string>>
}

/** A signer that needs no waiting. */
export interface SyncSigner extends Signer {
  sign(request: UnsignedRequest): SignedRequest
}
