import { requestDomain } from '../eip712/domains.ts'
import { getMessageHasher } from '../eip712/hash-message.ts'
import { toTypedData } from '../eip712/typed-data.ts'
import { selectEngine } from '../engine/select-engine.ts'
import type { SignPayload } from './wallet.ts'

/** What a wallet signs for a request text of type `Message`. */
export function buildMessagePayload(text: string, chainId: number): SignPayload {
  const fields = [{ name: 'msg', type: 'string', value: text }] as const
  return {
    digest: getMessageHasher(chainId, selectEngine())(text).digest,
    typedData: toTypedData(requestDomain(chainId), { primaryType: 'Message', fields }),
  }
}
