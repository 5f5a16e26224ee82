import { Counter, Gauge, Histogram, Registry } from 'prom-client'

const latencyBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** The metrics that every program has. Times in seconds, as Prometheus wants them. */
export interface Metrics {
  readonly registry: Registry
  /** From sending an order to its answer. */
  readonly orderRoundTrip: Histogram<'account' | 'endpoint'>
  /** From the acknowledgement of an order to its first fill. */
  readonly ackToFill: Histogram<'account' | 'symbol'>
  /** Age of the local book. */
  readonly bookLag: Gauge<'symbol'>
  /** Weight of this address used in the running minute. */
  readonly weightUsed: Gauge
  /** Orders of the account in the interval. */
  readonly ordersUsed: Gauge<'account' | 'interval'>
  readonly listenKeyAge: Gauge<'account'>
  /** Our clock against the exchange's. */
  readonly clockDrift: Gauge
  readonly positionQuantity: Gauge<'account' | 'symbol' | 'side'>
  readonly pnl: Gauge<'account' | 'part'>
  readonly incidents: Counter<'severity' | 'what'>
  readonly orders: Counter<'account' | 'symbol' | 'status'>
  readonly fills: Counter<'account' | 'symbol' | 'side'>
  readonly signals: Counter<'action' | 'status'>
  /** From a signal's coming in to its end. */
  readonly signalDuration: Histogram<'action'>
  /** Called before each scrape, for what grows by itself: an age. Returns how to stop. */
  onScrape(refresh: () => void): () => void
  /** Resolves with the text of a scrape. */
  read(): Promise<string>
}

/** Creates a registry of its own, so that two programs in one process, or two tests, do not share counts. */
export function createMetrics(program: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ program })
  const registers = [registry]
  const refreshes = new Set<() => void>()
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name: `aster_${name}`, help, labelNames: [...labelNames], registers })
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name: `aster_${name}`, help, labelNames: [...labelNames], registers })
  const latency = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram<Label>({
      name: `aster_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: latencyBucketsSeconds,
      registers,
    })
  return {
    registry,
    orderRoundTrip: latency('order_round_trip_seconds', 'From sending an order to its answer.', [
      'account',
      'endpoint',
    ]),
    ackToFill: latency('ack_to_fill_seconds', 'From acknowledgement to first fill.', ['account', 'symbol']),
    bookLag: gauge('book_lag_seconds', 'Age of the local order book.', ['symbol']),
    weightUsed: gauge('weight_used', 'Request weight used in the running minute, of the whole address.'),
    ordersUsed: gauge('orders_used', 'Orders used in the interval.', ['account', 'interval']),
    listenKeyAge: gauge('listen_key_age_seconds', 'Since the listen key was last kept alive.', ['account']),
    clockDrift: gauge('clock_drift_seconds', "Our clock minus the exchange's."),
    positionQuantity: gauge('position_quantity', 'Position, negative when short.', ['account', 'symbol', 'side']),
    pnl: gauge('pnl', 'Profit and loss in the quote asset, by part.', ['account', 'part']),
    incidents: counter('incidents_total', 'Incidents.', ['severity', 'what']),
    orders: counter('orders_total', 'Orders by the state they came to.', ['account', 'symbol', 'status']),
    fills: counter('fills_total', 'Fills.', ['account', 'symbol', 'side']),
    signals: counter('signals_total', 'Signals by the state they came to.', ['action', 'status']),
    signalDuration: latency('signal_seconds', "From a signal's coming in to its end.", ['action']),
    onScrape(refresh) {
      refreshes.add(refresh)
      return () => void refreshes.delete(refresh)
    },
    read() {
      for (const refresh of refreshes) refresh()
      return registry.metrics()
    },
  }
}
