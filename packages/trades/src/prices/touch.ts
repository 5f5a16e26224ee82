/** The best prices of a book. Decimal strings; '0' for an empty side. */
export interface Touch {
  readonly symbol: string
  readonly bidPrice: string
  readonly askPrice: string
  /** Clock reading (`monotonicMs`) at which we learned it. */
  readonly readAtMs: number
}
