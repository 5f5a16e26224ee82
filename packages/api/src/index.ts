export type {
  Access,
  AnswerOf,
  ApiVersion,
  Cost,
  CostParams,
  Effect,
  ElementOf,
  Endpoint,
  EndpointGroup,
  HttpMethod,
  ParamsOf,
  ResultOf,
} from './define-endpoint.ts'
export { computeOrderCount, computeWeight, defineEndpoint, getAccess, getPath } from './define-endpoint.ts'
export * from './endpoint-exports.ts'
export { type EndpointName, type Endpoints, endpoints } from './endpoints.ts'
export * from './enums.ts'
export { type ErrorDecision, decideError, decisionsByMessage, errorDecisions } from './errors/decide-error.ts'
export { errorCatalogue } from './errors/error-catalogue.ts'
export type { ErrorAdvice, ErrorCategory, ErrorEntry } from './errors/error-entry.ts'
export { expandExponent } from './schema/received.ts'
export * from './streams/index.ts'
export type { BatchRefusal } from './schema/batch-refusal.ts'
export type { Order } from './trading/order-result.ts'
export { orderTypeRules } from './trading/order-rules.ts'
