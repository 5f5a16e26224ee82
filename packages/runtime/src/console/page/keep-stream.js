const retryAfterMs = 5_000

/**
 * Listens to a stream of events for as long as the page is open. A browser comes back by itself after a cut, but gives up
 * for good after an answer such as 503 (too many pages) or 401: then it is asked again here.
 */
export function keepStream(url, { events, onLost, Source = EventSource, schedule = setTimeout }) {
  const source = new Source(url)
  for (const [name, take] of Object.entries(events)) {
    source.addEventListener(name, (message) => take(JSON.parse(message.data)))
  }
  source.addEventListener('error', () => {
    onLost()
    if (source.readyState !== Source.CLOSED) return
    schedule(() => keepStream(url, { events, onLost, Source, schedule }), retryAfterMs)
  })
}
