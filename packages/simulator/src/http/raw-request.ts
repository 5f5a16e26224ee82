/** A request as it came over the wire, or as a transport would have sent it: nothing decoded, nothing reordered. */
export interface RawRequest {
  readonly method: string
  /** Path without the query, not decoded: `/fapi/v3/order`. */
  readonly path: string
  /** Query text without the question mark, exactly as received. */
  readonly query: string
  readonly body: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Address of the other side; limits count by it. */
  readonly remoteAddress: string
}

/** An answer, ready to be written. */
export interface RawResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One request in, one answer out; never throws. */
export type RequestHandler = (request: RawRequest) => RawResponse
