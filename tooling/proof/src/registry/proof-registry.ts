import type { Proof } from '../proof.ts'

/** Proofs by name. Each file is loaded only when its proof is asked for. */
const loaders: Readonly<Record<string, () => Promise<Proof>>> = {
  signing: async () => (await import('../proofs/signing.ts')).signingProof,
  engines: async () => (await import('../proofs/engines.ts')).enginesProof,
  demo: async () => (await import('../proofs/demo.ts')).demoProof,
  positions: async () => (await import('../proofs/positions.ts')).positionsProof,
  'rest-faults': async () => (await import('../proofs/rest-faults.ts')).restFaultsProof,
  book: async () => (await import('../proofs/book.ts')).bookProof,
  streams: async () => (await import('../proofs/streams.ts')).streamsProof,
  soak: async () => (await import('../proofs/soak.ts')).soakProof,
  chaos: async () => (await import('../proofs/chaos.ts')).chaosProof,
  crash: async () => (await import('../proofs/crash.ts')).crashProof,
  interop: async () => (await import('../proofs/interop.ts')).interopProof,
  fuzz: async () => (await import('../proofs/fuzz.ts')).fuzzProof,
  determinism: async () => (await import('../proofs/determinism.ts')).determinismProof,
  memory: async () => (await import('../proofs/memory.ts')).memoryProof,
  webhook: async () => (await import('../proofs/webhook.ts')).webhookProof,
}

/** What can be asked for, in the order in which `proof all` runs it. */
export const proofNames: readonly string[] = Object.keys(loaders)

/** Loads a proof, or gives `undefined` for a name that is none. */
export async function findProof(name: string): Promise<Proof | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined
}
