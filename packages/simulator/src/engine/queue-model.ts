import type { QueueModel } from './types.ts'

/**
 * What stands ahead of an order after its level changed from `previous` to `next` external lots, of which `traded` lots
 * left through trades that `ahead` already reflects. The rest left by cancellation, in front or behind: that is the model.
 */
export function computeAhead(model: QueueModel, ahead: number, previous: number, next: number, traded: number): number {
  const canceled = previous - next - traded
  if (canceled <= 0) return Math.min(ahead, next)
  if (model === 'front') return Math.min(Math.max(0, ahead - canceled), next)
  if (model === 'back') return Math.min(ahead, next)
  const back = previous - ahead
  const shareBehind = computeShareBehind(model, ahead, back)
  // what those behind cannot give comes from those in front
  const overflow = Math.min(back - shareBehind * canceled, 0)
  return Math.max(0, Math.min(ahead - (1 - shareBehind) * canceled + overflow, next))
}

function computeShareBehind(model: Exclude<QueueModel, 'front' | 'back'>, ahead: number, back: number): number {
  const weigh =
    model === 'proRata'
      ? (lots: number) => lots
      : model === 'log'
        ? (lots: number) => Math.log(1 + lots)
        : (lots: number) => lots ** model.power
  const behind = weigh(Math.max(0, back))
  const sum = behind + weigh(ahead)
  return sum === 0 ? 1 : behind / sum
}
