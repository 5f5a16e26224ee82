/** Percent from the mark price to another one; nothing where either is missing. */
export function describeDistance(price: string, markPrice: string | undefined): string {
  const [there, here] = [Number(price), Number(markPrice ?? 0)]
  return there > 0 && here > 0 ? `${((there / here - 1) * 100).toFixed(2)}%` : ''
}
