/**
 * Environment variables of the Python programs that users come from, by what they mean here. Read beside ours, in any letter
 * case; two that are set must agree.
 */
export const originalNames = {
  user: ['ASTERDEX_USER_ADDRESS', 'API_USER'],
  signer: ['ASTERDEX_SIGNER_ADDRESS', 'API_SIGNER'],
  privateKey: ['ASTERDEX_PRIVATE_KEY', 'API_PRIVATE_KEY'],
  /** `ASTER_API_KEY` and `ASTER_API_SECRET` of the oldest client are our own names. So is `ASTER_RECV_WINDOW`. */
  apiKey: ['APIV1_PUBLIC_KEY'],
  apiSecret: ['APIV1_PRIVATE_KEY'],
  restUrl: ['ASTERDEX_BASE_URL'],
  host: ['SERVER_HOST'],
  port: ['SERVER_PORT'],
  webhookSecret: ['WEBHOOK_SECRET'],
  defaultLeverage: ['DEFAULT_LEVERAGE'],
  /** CROSSED or ISOLATED. */
  defaultMarginType: ['DEFAULT_MARGIN_TYPE'],
  /** Seconds. */
  requestTimeoutSeconds: ['REQUEST_TIMEOUT'],
  logLevel: ['LOG_LEVEL'],
  maxRetries: ['MAX_RETRIES'],
  /** Seconds. */
  rateLimitRetryDelay: ['RATE_LIMIT_RETRY_DELAY'],
  symbol: ['SYMBOL'],
  /** Folder of calibrated quoting parameters. */
  parameterFolder: ['PARAMS_DIR'],
  /** Folder of collected market data. */
  dataFolder: ['HL_DATA_LOC'],
} as const satisfies Readonly<Record<string, readonly string[]>>
