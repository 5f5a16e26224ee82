import { describe, expect, it } from 'vitest'

import { sampleFill, sampleTerms } from '../testing/sample-order.ts'
import { createOrderTracker } from './order-tracker.ts'

const create = () => createOrderTracker(() => undefined)

describe('createOrderTracker', () => {
  it('tells of every change with what was known before', () => {
    const tracker = create()
    const states: (string | undefined)[][] = []
    tracker.onChange((view, before) => states.push([before?.state, view.state]))
    tracker.open('a', sampleTerms())
    tracker.apply({ clientOrderId: 'a', state: 'open', timeMs: 1 })
    expect(states).toEqual([
      [undefined, 'sent'],
      ['sent', 'open'],
    ])
  })

  it('goes on telling the others when one listener fails', () => {
    const failures: unknown[] = []
    const tracker = createOrderTracker((error) => failures.push(error))
    const seen: string[] = []
    tracker.onChange(() => {
      throw new Error('broken observer')
    })
    tracker.onChange((view) => seen.push(view.clientOrderId))
    tracker.open('a', sampleTerms())
    expect(seen).toEqual(['a'])
    expect(failures).toHaveLength(1)
  })

  it('takes executions that name the order by the id of the exchange', () => {
    const tracker = create()
    tracker.apply({ clientOrderId: 'a', state: 'open', timeMs: 1, orderId: '9', terms: sampleTerms() })
    tracker.applyFill(sampleFill({ orderId: '9', quantity: '0.25' }))
    expect(tracker.get('a')?.filledQuantity).toBe('0.25')
  })

  it('keeps an execution of an unknown order and hands it over once the order is known', () => {
    const tracker = create()
    tracker.applyFill(sampleFill({ orderId: '9', quantity: '0.25' }))
    expect(tracker.list()).toHaveLength(1)
    tracker.apply({ clientOrderId: 'a', state: 'partlyFilled', timeMs: 1, orderId: '9', terms: sampleTerms() })
    expect(tracker.list().map((view) => [view.clientOrderId, view.filledQuantity])).toEqual([['a', '0.25']])
  })

  it('forgets the oldest orders that are over, never one that lives or is kept', () => {
    const tracker = create()
    tracker.open('lives', sampleTerms())
    tracker.apply({ clientOrderId: 'kept', state: 'canceled', timeMs: 1 })
    tracker.keep('kept')
    for (let n = 0; n < 3_000; n += 1) tracker.apply({ clientOrderId: `over${n}`, state: 'canceled', timeMs: 1 })
    expect(tracker.list().length).toBeLessThan(2_500)
    expect(tracker.get('lives')).toBeDefined()
    expect(tracker.get('kept')).toBeDefined()
    expect(tracker.get('over0')).toBeUndefined()
  })
})
