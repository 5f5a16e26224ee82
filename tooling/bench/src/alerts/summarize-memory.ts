const toMegabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`

/** What a process held, in a sentence: the heap after a collection, and resident memory as it went. */
export function summarizeMemory(memory: {
  readonly heapBefore: number
  readonly heapAfter: number
  readonly resident: readonly number[]
}): string {
  const { heapBefore, heapAfter, resident } = memory
  const third = Math.ceil(resident.length / 3)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return [
    `heap in use ${toMegabytes(heapBefore)} before and ${toMegabytes(heapAfter)} after`,
    `resident ${toMegabytes(mean(resident.slice(0, third)))} in the first third, ${toMegabytes(mean(resident.slice(-third)))} in the last`,
  ].join(', ')
}
