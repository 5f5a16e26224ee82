import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes that are really in use, after the collector has been through. */
export function readHeapMb(): number {
  collect()
  return Math.round(process.memoryUsage().heapUsed / 104_857.6) / 10
}
