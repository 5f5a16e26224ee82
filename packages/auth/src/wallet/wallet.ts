import type { TypedData } from '../eip712/typed-data.ts'

/** What a wallet is asked to sign, in both forms that wallets take. */
export interface SignPayload {
  /** 32 bytes, for signers of raw digests such as a KMS. */
  readonly digest: Uint8Array
  /** The same as typed data, for wallets that show it to a person. */
  readonly typedData: TypedData
}

/** Something that holds a key and signs with it. */
export interface Wallet {
  readonly address: string
  /** 65 bytes as hex: r, s, v. With or without 0x, v as 0, 1, 27 or 28. */
  sign(payload: SignPayload): string | Promise<string>
}
