/**
 * Calls that the main wallet signs as a struct built from the request itself: parameters in the order of the request, then
 * `asterChain`, `user`, `nonce`.
 */
export const managementCalls = {
  approveAgent: { primaryType: 'ApproveAgent', method: 'POST', path: '/fapi/v3/approveAgent' },
  updateAgent: { primaryType: 'UpdateAgent', method: 'POST', path: '/fapi/v3/updateAgent' },
  deleteAgent: { primaryType: 'DelAgent', method: 'DELETE', path: '/fapi/v3/agent' },
  approveBuilder: { primaryType: 'ApproveBuilder', method: 'POST', path: '/fapi/v3/approveBuilder' },
  updateBuilder: { primaryType: 'UpdateBuilder', method: 'POST', path: '/fapi/v3/updateBuilder' },
  deleteBuilder: { primaryType: 'DelBuilder', method: 'DELETE', path: '/fapi/v3/builder' },
  migrateUser: { primaryType: 'UserAssetMigrate', method: 'POST', path: '/fapi/v3/asset/migrateUser' },
} as const

export type ManagementCall = keyof typeof managementCalls
