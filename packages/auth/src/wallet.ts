/** What only the main wallet signs: agents, builders, sub-accounts, withdrawals. Trading needs none of it. */
export { type ManagementCall, managementCalls } from './wallet/management-calls.ts'
export { localWallet } from './wallet/local-wallet.ts'
export { type ManagementRequest, signManagementCall } from './wallet/sign-management-call.ts'
export { type RegisterAgentRequest, signRegisterAndApproveAgent } from './wallet/sign-register-agent.ts'
export { type SubAccountRequest, signSubAccountCall } from './wallet/sign-sub-account-call.ts'
export { type SubAccountCall, buildSubAccountText } from './wallet/sub-account-text.ts'
export { type Withdrawal, signWithdrawal } from './wallet/sign-withdrawal.ts'
export type { SignPayload, Wallet } from './wallet/wallet.ts'
