const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What the exchange documents about its sockets and listen keys. */
export const streamFacts = Object.freeze({
  /** Over it the exchange disconnects; an address that repeats it may be banned. */
  maxIncomingMessagesPerSecond: 10,
  maxStreamsPerConnection: 200,
  /** A connection is closed after this. */
  connectionLifetimeMs: 24 * hourMs,
  /** The exchange pings this often and disconnects without a pong within `pongWithinMs`. */
  pingEveryMs: 5 * minuteMs,
  pongWithinMs: 15 * minuteMs,
  listenKeyLifetimeMs: 60 * minuteMs,
  listenKeyRenewalMs: 30 * minuteMs,
})
