import { z } from 'zod'

const Params = z.array(z.tuple([z.string(), z.string()]))
const PrivateKey = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hex digits')

const HmacVector = z.looseObject({
  id: z.string(),
  secret: z.string(),
  apiKey: z.string(),
  query: z.string(),
  body: z.string(),
  totalParams: z.string(),
  signature: z.string(),
})

const MessageVector = z.looseObject({
  id: z.string(),
  privateKey: PrivateKey,
  signingAddress: z.string(),
  chainId: z.number().int(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string(),
  transport: z.enum(['query', 'body']),
  encoding: z.string(),
  signedForm: z.enum(['encoded', 'decoded']),
  nonce: z.string(),
  params: Params,
  msg: z.string(),
  digest: z.string().optional(),
  signature: z.string(),
  wire: z.string().optional(),
})

const ManagementVector = z.looseObject({
  id: z.string(),
  privateKey: PrivateKey,
  signingAddress: z.string(),
  chainId: z.number().int(),
  primaryType: z.string(),
  message: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  signature: z.string(),
  wire: z.string(),
})

const WithdrawalVector = z.looseObject({
  id: z.string(),
  privateKey: PrivateKey,
  message: z.looseObject({
    destination: z.string(),
    'destination Chain': z.enum(['ETH', 'BSC', 'Arbitrum']),
    token: z.string(),
    amount: z.string(),
    fee: z.string(),
    nonce: z.union([z.string(), z.number()]),
    'aster chain': z.enum(['Mainnet', 'Testnet']),
  }),
  signature: z.string(),
})

/** Vectors in the format of `signing-vectors.json`. Any of the lists may be absent; one of the superseded scheme is skipped. */
export const VectorFile = z.looseObject({
  hmac: z.array(HmacVector).default([]),
  eip712Message: z.array(MessageVector).default([]),
  eip712Management: z.array(ManagementVector).default([]),
  eip712Withdraw: z.array(WithdrawalVector).default([]),
  legacyAbiKeccak: z.array(z.unknown()).default([]),
})

export type VectorFile = z.infer<typeof VectorFile>
export type HmacVector = z.infer<typeof HmacVector>
export type MessageVector = z.infer<typeof MessageVector>
export type ManagementVector = z.infer<typeof ManagementVector>
export type WithdrawalVector = z.infer<typeof WithdrawalVector>
