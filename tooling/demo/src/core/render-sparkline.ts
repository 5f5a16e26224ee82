const bars = Array.from('▁▂▃▄▅▆▇█')

/** The last `width` values as a row of bars between their least and their greatest. A flat line stays in the middle. */
export function renderSparkline(values: readonly number[], width: number): string {
  if (width <= 0) return ''
  const shown = values.slice(-width)
  const least = Math.min(...shown)
  const range = Math.max(...shown) - least
  const line = shown.map((value) => bars[range === 0 ? 3 : Math.round(((value - least) / range) * (bars.length - 1))])
  return line.join('').padStart(width)
}
