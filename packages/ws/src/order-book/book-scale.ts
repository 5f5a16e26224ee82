import { createDecimalGrid, type DecimalGrid, type DecimalInput, type SymbolRules } from '@aster/core'

/** Where the steps of a book come from: the symbol's rules, or the two sizes alone. */
export type BookSteps =
  | { readonly rules: Pick<SymbolRules, 'tickSize' | 'stepSize'> }
  | { readonly tickSize: DecimalInput; readonly stepSize: DecimalInput }

/** How prices and quantities become whole numbers. */
export interface BookScale {
  readonly price: ScaleAxis
  readonly quantity: ScaleAxis
}

export interface ScaleAxis {
  readonly grid: DecimalGrid
  /** Size of one step as a number, for signals. */
  readonly step: number
  /** Decimals of the step. */
  readonly decimals: number
  /** Units of 10^-decimals in one step. */
  readonly unitsPerStep: number
}

/** @throws {ParameterError} A size is not a decimal number above 0. */
export function createBookScale(steps: BookSteps): BookScale {
  const { tickSize, stepSize } = 'rules' in steps ? steps.rules : steps
  return { price: createAxis(tickSize), quantity: createAxis(stepSize) }
}

function createAxis(size: DecimalInput): ScaleAxis {
  const grid = createDecimalGrid(size)
  const decimals = Math.max(0, grid.step.decimalPlaces())
  return { grid, step: grid.step.toNumber(), decimals, unitsPerStep: grid.step.times(`1e${decimals}`).toNumber() }
}
