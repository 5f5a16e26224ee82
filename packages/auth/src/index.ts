export { ClockUnsureError, maxClockErrorMs } from './clock-unsure-error.ts'
export { messageDigest } from './eip712/message-digest.ts'
export { type Param, encodeParams } from './encode-params.ts'
export type { CryptoEngine, EngineName } from './engine/crypto-engine.ts'
export { engineNames, listEngines, selectEngine, warmUpEngine } from './engine/select-engine.ts'
export { type SignatureExplanation, explainSignature } from './explain-signature.ts'
export { AccountKeysError } from './keys/account-keys-error.ts'
export { type Address, checksumAddress, isAddress, isSameAddress } from './keys/address.ts'
export {
  type CredentialField,
  credentialNames,
  listPassphraseNames,
  listWalletKeyNames,
} from './keys/credential-names.ts'
export { generateAgentKey } from './keys/generate-agent-key.ts'
export { KeystoreError } from './keys/keystore-error.ts'
export { computeKeyAddress } from './keys/parse-private-key.ts'
export { type AccountKeysOptions, defaultKeystore, readAccountKeys } from './keys/read-account-keys.ts'
export {
  type Credentials,
  type ReadCredentialsOptions,
  readCredentials,
  type V1Credentials,
  type V3Credentials,
} from './keys/read-credentials.ts'
export { type ReadKeystoreOptions, readKeystore } from './keys/read-keystore.ts'
export { type WriteKeystoreOptions, writeKeystore } from './keys/write-keystore.ts'
export { acquireSignerLock, SignerInUseError, type SignerLockOptions } from './lock/acquire-signer-lock.ts'
export { type Network, asterChainOf, chainIdOf, managementChainId } from './networks.ts'
export { type NonceBook, createNonceBook } from './nonce/create-nonce-book.ts'
export { type NonceSource, type NonceSourceOptions, createNonceSource } from './nonce/create-nonce-source.ts'
export { type AgentSignerOptions, agentSigner } from './sign/agent-signer.ts'
export { type ExternalSignerOptions, externalSigner } from './sign/external-signer.ts'
export { type HmacSignerOptions, hmacSigner } from './sign/hmac-signer.ts'
export { type SharedSignerOptions, sharedSigner } from './sign/shared-signer.ts'
export type { SignedRequest, Signer, SyncSigner, UnsignedRequest } from './sign/signer.ts'
export { cutSignature } from './verify/cut-signature.ts'
export { recoverDigestSigner, recoverMessageSigner } from './verify/recover-signer.ts'
export { verifyHmac } from './verify/verify-hmac.ts'
export { verifyManagementCall } from './verify/verify-management-call.ts'
export { verifyMessage } from './verify/verify-message.ts'
export { verifyRegisterAgent } from './verify/verify-register-agent.ts'
export { type FamilyCall, verifySubAccountCall } from './verify/verify-sub-account-call.ts'
export { verifyWithdrawal } from './verify/verify-withdrawal.ts'
export type { ManagementCall } from './wallet/management-calls.ts'
export type { Withdrawal } from './wallet/sign-withdrawal.ts'
export type { SignPayload, Wallet } from './wallet/wallet.ts'
