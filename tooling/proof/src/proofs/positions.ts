import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { createVirtualClock } from '@aster/core'
import { plainText, setting } from '@aster/runtime'

import { checkLedger } from '../positions/check-ledger.ts'
import { checkExact, checkPublished } from '../positions/check-liquidation.ts'
import {
  checkAdl,
  checkFundingRate,
  checkMaintenance,
  checkMarkPrice,
  checkOpenCost,
  checkPremium,
} from '../positions/check-margins.ts'
import type { Differences } from '../positions/compare-figures.ts'
import { marginFacade } from '../positions/margin-facade.ts'
import { plantPositionBug, positionPlants } from '../positions/plant-position-bug.ts'
import { PositionFile } from '../positions/vector-file.ts'
import { defineProof, type ProofContext } from '../proof.ts'

const ownVectors = fileURLToPath(new URL('../positions/exchange-vectors.json', import.meta.url))
/** Four hours before a funding: any moment will do. */
const startMs = Date.UTC(2026, 0, 1, 12)

const fields = {
  file: setting(plainText(), {
    description: 'Reference positions in the format of quant-vectors/exchange.json; our own copy unless given.',
    placeholder: '<exchange.json>',
    default: ownVectors,
    positional: true,
    flagOnly: true,
  }),
}

/** Every reference position of a file through the margin arithmetic and through the simulator's engine. */
export const positionsProof = defineProof({
  name: 'positions',
  summary:
    'Liquidation price, margins and funding of reference positions, to the last digit, in arithmetic and simulator.',
  plants: positionPlants,
  fields,
  async run(context) {
    const file = await readPositions(context)
    const facade = plantPositionBug(marginFacade, context.plant)
    const clock = createVirtualClock({ startMs })
    const failures: string[] = []
    let positions = 0
    let failed = 0
    const note = (id: string, differences: Differences) => {
      positions += 1
      if (differences.length > 0) failed += 1
      failures.push(...differences.map((line) => `${id}: ${line}`))
    }
    const check = (id: string, compare: () => Differences) => note(id, compareSafely(compare))
    const { brackets } = file
    for (const [index, row] of file.maintenance_margin.entries())
      check(`maintenance_margin[${index}]`, () => checkMaintenance(row, brackets, facade, clock))
    for (const [index, row] of file.liquidation_published.entries())
      check(`liquidation_published[${index}]`, () => checkPublished(row, facade, clock))
    for (const row of file.liquidation_exact)
      check(`liquidation_exact "${row.name}"`, () => checkExact(row, brackets, facade, clock))
    for (const [index, row] of file.open_cost.entries())
      check(`open_cost[${index}]`, () => checkOpenCost(row, brackets, facade, clock))
    for (const [index, row] of file.mark_price.entries()) check(`mark_price[${index}]`, () => checkMarkPrice(row))
    for (const [index, row] of file.funding_rate.entries())
      check(`funding_rate[${index}]`, () => checkFundingRate(row, facade))
    for (const [index, row] of file.premium_index.entries()) check(`premium_index[${index}]`, () => checkPremium(row))
    for (const [index, row] of file.adl.entries()) check(`adl[${index}]`, () => checkAdl(row, facade))
    for (const ledger of file.ledger) {
      const steps = compareLedger(() => checkLedger(ledger, brackets, facade, clock))
      for (const [index, differences] of steps.entries()) note(`ledger ${ledger.mode}[${index}]`, differences)
    }
    if (positions === 0) throw context.refuse('file', 'holds no reference positions')
    return { summary: { positions, failed }, failures }
  },
})

async function readPositions({ values, resolvePath, refuse }: ProofContext<typeof fields>): Promise<PositionFile> {
  const text = await readFile(resolvePath(values.file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      'file',
      error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code ?? 'unknown error'})`,
    )
  })
  const parsed = PositionFile.safeParse(parseJson(text) ?? null)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
  throw refuse('file', `is not a file of reference positions: ${where}`)
}

/** A position that cannot even be brought about does not hold either. */
function compareSafely(compare: () => Differences): Differences {
  try {
    return compare()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function compareLedger(compare: () => readonly Differences[]): readonly Differences[] {
  try {
    return compare()
  } catch (error) {
    return [[error instanceof Error ? error.message : String(error)]]
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
