/** Where alerts of TradingView come from (its help, "About webhooks"). */
export const tradingViewSources = ['52.89.214.238', '34.212.75.30', '54.218.53.128', '52.32.178.7'] as const
