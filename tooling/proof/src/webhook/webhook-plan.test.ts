import { describe, expect, it } from 'vitest'

import { drawWebhookPlan } from './webhook-plan.ts'

describe('drawWebhookPlan', () => {
  it('draws the same from the same seed, and dies elsewhere with another', () => {
    expect(drawWebhookPlan(7)).toEqual(drawWebhookPlan(7))
    expect(new Set(Array.from({ length: 40 }, (_, seed) => drawWebhookPlan(seed).killAt)).size).toBeGreaterThan(20)
  })

  it('draws alerts that fit one after the other: an opening first, and each under a name of its own', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { alerts } = drawWebhookPlan(seed)
      expect(alerts[0]?.body).toMatchObject({ action: 'open' })
      expect(new Set(alerts.map(({ body }) => body.id)).size).toBe(alerts.length)
      const misplaced = alerts.filter(({ body }, index) => {
        const isFlat = (alerts[index - 1]?.positionAfter ?? 0) === 0
        return 'action' in body && (body['action'] === 'open') !== isFlat
      })
      expect(misplaced).toEqual([])
    }
  })
})
