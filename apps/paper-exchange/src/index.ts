export { type ExchangeConsole, openExchangeConsole } from './console/open-exchange-console.ts'
