/** The value that so large a part of all lies at or below: 0.99 for the slowest but one in a hundred. */
export function pickPercentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN
}
