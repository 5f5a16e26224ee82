import type { EngineName } from '../engine/crypto-engine.ts'
import { listEngines } from '../engine/select-engine.ts'

/** The engines that tests can use here: all three on Linux x64, where a missing one is a fault. */
export function listAvailableEngines(): EngineName[] {
  return listEngines()
    .filter(({ available }) => available)
    .map(({ name }) => name)
}
