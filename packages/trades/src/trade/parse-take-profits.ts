import { Decimal, formatDecimal, ParameterError, toDecimal } from '@aster/core'

import { parseDistance } from './parse-distance.ts'
import type { DecimalInput, DistanceOptions, TakeProfitOptions } from './trade-options.ts'
import type { Distance, TakeProfitLevel } from './trade-plan.ts'

const mostLevels = 5
const fractionTolerance = '0.01'

/**
 * Reads take-profits in any of their forms into a ladder. Levels without a fraction share the quantity equally.
 *
 * @throws {ParameterError} More than 5 levels, a distance or fraction that is not above zero, fractions that do not add
 *   up to 1 (give or take 0.01), or fractions for some levels only.
 */
export function parseTakeProfits(input: TakeProfitOptions | undefined): readonly TakeProfitLevel[] {
  if (input === undefined) return []
  const list = typeof input === 'object' ? input : [input]
  if (list.length === 0) return []
  if (list.length > mostLevels) refuse('takeProfits', 'atMost5', list.length, `can have at most ${mostLevels} levels`)
  const levels = list.map(parseLevel)
  const given = levels.filter((level) => level.fraction !== undefined).length
  if (given === 0) {
    const share = formatDecimal(new Decimal(1).div(levels.length))
    return levels.map(({ distance }) => ({ distance, fraction: share }))
  }
  if (given < levels.length)
    refuse('takeProfits', 'allOrNone', given, 'must have a fraction for every level or for none')
  const sum = levels.reduce((total, level) => total.plus(level.fraction ?? '0'), new Decimal(0))
  if (sum.minus(1).abs().gt(fractionTolerance)) {
    refuse(
      'takeProfits',
      'sumOfFractions',
      formatDecimal(sum),
      'must have fractions that add up to 1, give or take 0.01',
    )
  }
  return levels.map(({ distance, fraction }) => ({ distance, fraction: fraction ?? '0' }))
}

interface Level {
  readonly distance: Distance
  readonly fraction: string | undefined
}

type LevelInput = DecimalInput | readonly [DecimalInput, DecimalInput] | LevelObject
type LevelObject = DistanceOptions & { readonly fraction?: DecimalInput }

function parseLevel(input: LevelInput, index: number): Level {
  const field = `takeProfits[${index}]`
  if (typeof input !== 'object') return { distance: parseDistance(field, { percent: input }), fraction: undefined }
  if (isPair(input)) {
    return { distance: parseDistance(field, { percent: input[0] }), fraction: parseFraction(field, input[1]) }
  }
  const { fraction } = input
  return {
    distance: parseDistance(field, input),
    fraction: fraction === undefined ? undefined : parseFraction(field, fraction),
  }
}

const isPair = (input: LevelInput): input is readonly [DecimalInput, DecimalInput] => Array.isArray(input)

function parseFraction(field: string, input: DecimalInput): string {
  const fraction = toDecimal(input)
  if (fraction.lte(0) || fraction.gt(1)) {
    refuse(`${field}.fraction`, 'fraction', formatDecimal(fraction), 'must be above 0 and at most 1')
  }
  return formatDecimal(fraction)
}

function refuse(field: string, rule: string, value: unknown, message: string): never {
  throw new ParameterError('createTrade', [{ field, rule, value: String(value), message }])
}
