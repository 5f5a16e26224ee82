/** Keys that can be foretold, for simulations only: an entry of its own that the main one never imports. */
export { deriveAgentKey } from './keys/derive-agent-key.ts'
