/** Levels as whole numbers, in arrays that are used again and again. */
export interface LevelBuffer {
  ticks: Float64Array
  lots: Float64Array
  count: number
}

/** One depth event as whole numbers. Lives in place: the next event overwrites it. */
export interface DepthChange {
  firstUpdateId: number
  lastUpdateId: number
  previousUpdateId: number
  eventTimeMs: number
  readonly bids: LevelBuffer
  readonly asks: LevelBuffer
}

export function createDepthChange(): DepthChange {
  return {
    firstUpdateId: 0,
    lastUpdateId: 0,
    previousUpdateId: 0,
    eventTimeMs: 0,
    bids: createLevelBuffer(),
    asks: createLevelBuffer(),
  }
}

const createLevelBuffer = (): LevelBuffer => ({ ticks: new Float64Array(256), lots: new Float64Array(256), count: 0 })

/** Appends a level; the arrays grow when they are full. */
export function pushLevel(buffer: LevelBuffer, ticks: number, lots: number): void {
  const { count } = buffer
  if (count === buffer.ticks.length) {
    buffer.ticks = grow(buffer.ticks)
    buffer.lots = grow(buffer.lots)
  }
  buffer.ticks[count] = ticks
  buffer.lots[count] = lots
  buffer.count = count + 1
}

/** The same numbers in twice the room. */
export function grow(numbers: Float64Array): Float64Array {
  const wider = new Float64Array(numbers.length * 2)
  wider.set(numbers)
  return wider
}
