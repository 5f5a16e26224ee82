import {
  agentSigner,
  createNonceSource,
  type EngineName,
  generateAgentKey,
  type Param,
  type SyncSigner,
  warmUpEngine,
} from '@aster/auth'
import type { Clock, Secret } from '@aster/core'

/** An order as bots send them. */
export const orderParams: readonly Param[] = [
  ['symbol', 'BTCUSDT'],
  ['side', 'BUY'],
  ['type', 'LIMIT'],
  ['timeInForce', 'GTX'],
  ['quantity', '0.001'],
  ['price', '60000.1'],
  ['newClientOrderId', 'bench-1234567-1'],
  ['newOrderRespType', 'ACK'],
]

/** The main wallet of the exchange's published examples. */
export const sampleUser = '0x63DD5aCC6b1aa0f563956C0e534DD30B6dcF7C4e'

/** A signer with a throwaway key, its engine loaded. */
export async function createSampleSigner(
  clock: Clock,
  engine: EngineName | 'auto',
): Promise<{ readonly signer: SyncSigner; readonly privateKey: Secret }> {
  const privateKey = generateAgentKey()
  await warmUpEngine(engine)
  const nonces = createNonceSource({ clock })
  return { signer: agentSigner({ privateKey, user: sampleUser, network: 'mainnet', nonces, engine }), privateKey }
}
