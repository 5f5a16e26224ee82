export {
  type SocketExchange,
  type TestExchange,
  type TestExchangeOptions,
  startSocketExchange,
  startTestExchange,
  testStartMs,
} from './start-test-exchange.ts'
export { testAccounts } from './test-accounts.ts'
export { testKeys } from './test-keys.ts'
