import { stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'

import { createNonceSource, type NonceSource, type SignPayload, type Wallet } from '@aster/auth'
import { sleep } from '@aster/core'

import type { CliContext } from './command.ts'
import type { Connection } from './open-connection.ts'

/** How far the nonce of a request may be from the exchange's clock when it arrives; half of the documented 10 s. */
const nonceToleranceMs = 5_000

/**
 * A wallet that is somewhere else: what it has to sign is printed as typed data, and the signature is read from the
 * standard input. A person needs time and a nonce is good for seconds only, so nonces lie `signWithinSeconds` ahead, and
 * what is signed sooner waits for its time.
 */
export function openOutsideWallet(
  context: CliContext,
  connection: Pick<Connection, 'time'>,
  address: string,
): { readonly wallet: Wallet; readonly nonces: NonceSource } {
  const { clock, signal, values } = context
  const leadMs = values.signWithinSeconds * 1_000
  const leadUs = BigInt(leadMs) * 1_000n
  const lines = createLineReader()
  return {
    nonces: createNonceSource({ clock, offsetUs: () => connection.time.offsetUs() + leadUs }),
    wallet: {
      address,
      async sign(payload) {
        const askedAtMs = clock.monotonicMs()
        show(context, address, payload)
        const signature = await lines.read(signal)
        if (!/^(?:0x)?[0-9a-fA-F]{130}$/.test(signature)) {
          throw context.settings.refuse('external', 'got no signature: it must be 0x and 130 hex digits')
        }
        const aheadMs = leadMs - (clock.monotonicMs() - askedAtMs)
        if (aheadMs < -nonceToleranceMs) {
          throw context.settings.refuse(
            'signWithinSeconds',
            'was too short: the signature came when its nonce was over',
          )
        }
        if (aheadMs > nonceToleranceMs) await sleep(clock, aheadMs - nonceToleranceMs, signal)
        return signature
      },
    },
  }
}

function show({ stderr, values }: CliContext, address: string, { typedData }: SignPayload): void {
  stderr.write(`aster: sign this with ${address} (eth_signTypedData_v4) within ${values.signWithinSeconds} s:\n`)
  stderr.write(`${JSON.stringify(typedData)}\n`)
  stderr.write('aster: then give the signature, 0x and 130 hex digits, as one line:\n')
}

/** One reader for all questions: what comes in one piece may answer several. */
function createLineReader() {
  let lines: AsyncIterator<string> | undefined
  return {
    async read(signal: AbortSignal): Promise<string> {
      lines ??= createInterface({ input: stdin, signal })[Symbol.asyncIterator]()
      const next = await lines.next()
      signal.throwIfAborted()
      return next.done === true ? '' : next.value.trim()
    },
  }
}
