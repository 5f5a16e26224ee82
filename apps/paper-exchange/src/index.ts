export { type ExchangeConsole, openExchangeConsole } from './shell/console/open-exchange-console.ts'
