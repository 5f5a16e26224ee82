import { $, clockTime, row } from './dom.js'
import { signals } from './state.js'

const looks = {
  received: ['· received', 'soft'],
  executing: ['▸ executing', 'warn'],
  done: ['✓ done', 'up'],
  refused: ['✗ refused', 'warn'],
  failed: ['✗ failed', 'down'],
}

/** Newest first by when they came in, so that a row stays where it is while its state changes. */
export function showSignals() {
  const newest = [...signals.values()].toSorted((a, b) => b.receivedMs - a.receivedMs || b.sequence - a.sequence)
  $('signals').replaceChildren(
    ...newest.map((signal) => {
      const [text, className] = looks[signal.status] ?? [signal.status, '']
      const tr = row([
        [clockTime(signal.receivedMs)],
        [signal.account, 'account'],
        [signal.symbol],
        [signal.strategy],
        [signal.action],
        [text, className],
        [signal.latencyMs === undefined ? '' : `${Math.round(signal.latencyMs)} ms`],
        [signal.reason, 'words'],
      ])
      tr.dataset.id = signal.id
      return tr
    }),
  )
}
