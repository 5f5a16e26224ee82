import type { CryptoEngine, EngineName } from './crypto-engine.ts'
import { createJsEngine } from './js-engine.ts'
import { loadFastKeccak } from './keccak.ts'
import { createNativeEngine } from './native-engine.ts'
import { createWasmEngine } from './wasm-engine.ts'

const builders: Readonly<Record<EngineName, () => CryptoEngine>> = {
  native: createNativeEngine,
  wasm: createWasmEngine,
  js: createJsEngine,
}

/** Fastest first. */
export const engineNames: readonly EngineName[] = ['native', 'wasm', 'js']

const loaded = new Map<EngineName, CryptoEngine | Error>()

function load(name: EngineName): CryptoEngine | Error {
  const known = loaded.get(name)
  if (known !== undefined) return known
  let result: CryptoEngine | Error
  try {
    result = builders[name]()
  } catch (error) {
    result = error instanceof Error ? error : new Error(String(error))
  }
  if (name !== 'js') void loadFastKeccak()
  loaded.set(name, result)
  return result
}

/**
 * The engine that signs: the named one, or the fastest that loads on this machine (native, then wasm, then js). Ask its
 * `name` to learn which it became.
 *
 * @throws {Error} The named engine does not load here; the cause says why.
 */
export function selectEngine(name: EngineName | 'auto' = 'auto'): CryptoEngine {
  const candidates = name === 'auto' ? engineNames : [name]
  let failure: Error | undefined
  for (const candidate of candidates) {
    const engine = load(candidate)
    if (!(engine instanceof Error)) return engine
    failure = engine
  }
  throw new Error(`The signing engine ${name} does not load on this machine`, { cause: failure })
}

/** Which engines load on this machine, fastest first, and why the others do not. */
export function listEngines(): readonly { name: EngineName; available: boolean; reason: string | undefined }[] {
  return engineNames.map((name) => {
    const engine = load(name)
    return engine instanceof Error
      ? { name, available: false, reason: engine.message }
      : { name, available: true, reason: undefined }
  })
}

/** Loads the fastest engine and its hash ahead of the first order, and says which it is. */
export async function warmUpEngine(name: EngineName | 'auto' = 'auto'): Promise<EngineName> {
  const engine = selectEngine(name)
  if (engine.name !== 'js') await loadFastKeccak()
  return engine.name
}
