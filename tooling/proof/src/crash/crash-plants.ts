import type { Journal } from '@aster/trades'

/** Bugs that the proof must find. */
export const crashPlants = [
  { name: 'write-after-send', meaning: 'what is meant is written down some time after it was sent' },
  { name: 'send-again', meaning: 'the restarted program sends again what it has no answer for' },
  { name: 'trade-forgotten', meaning: 'the restarted program cancels its orders and takes up no trade' },
] as const

export type CrashBug = (typeof crashPlants)[number]['name']

/** A journal that says that something is written before it is. */
export function writeLate(journal: Journal): Journal {
  return {
    ...journal,
    scope(account) {
      const scope = journal.scope(account)
      return Object.create(scope, {
        append: {
          value(entry: Parameters<typeof scope.append>[0]) {
            scope.note(entry)
            return Promise.resolve()
          },
        },
      }) as typeof scope
    },
  }
}
