/** What a code of an error means, for the reference of the API and the guide to troubleshooting. */
export interface RefusalCode {
  readonly status: number
  readonly cause: string
  readonly cure: string
}

/** Every code that an answer or a signal can carry. Nothing was sent to the exchange where the cause does not say otherwise. */
export const refusalCodes: Readonly<Record<string, RefusalCode>> = {
  VALIDATION_ERROR: {
    status: 400,
    cause: 'The message, or the request, cannot be understood; `validation_errors` names each field and its rule.',
    cure: 'Correct the fields. A placeholder that was not replaced means that the alert is of a kind that does not know it: `{{strategy.…}}` exists in alerts of strategies only, `{{plot_0}}` in alerts of indicators that plot.',
  },
  QUANTITY_ABOVE_POSITION: {
    status: 400,
    cause: 'A `decrease` of more than is open.',
    cure: 'Send less, add `"clamp": true`, or use `close`.',
  },
  UNAUTHORIZED: {
    status: 401,
    cause: 'The secret, the token of the path, the signature or the bearer token is missing or wrong.',
    cure: 'Compare `webhook_secret` of the alert with `WEBHOOK_SECRET`; TradingView sends no headers, so the secret belongs into the message. Other routes want `Authorization: Bearer` with the API token.',
  },
  SOURCE_NOT_ALLOWED: {
    status: 401,
    cause: 'The sender is not on `--allow-source`.',
    cure: 'Behind a proxy name it with `--trusted-proxy`, or every alert seems to come from the proxy. The line of the log shows the address as `source`.',
  },
  NOT_FOUND: { status: 404, cause: 'No such route, or no such signal.', cure: 'Compare the path with `/docs`.' },
  NO_POSITION: {
    status: 404,
    cause: 'There is no position to add to, take from, close or reverse.',
    cure: 'Nothing to do when a stop or a target closed it before. Otherwise look at `/positions`.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    cause: 'The request did not arrive whole within ten seconds.',
    cure: 'Look at the network or the proxy in between.',
  },
  DUPLICATE_SIGNAL: {
    status: 409,
    cause: 'The same alert was taken in before; `Location` shows as which signal.',
    cure: 'Nothing to do after a repeated delivery. Alerts that mean different things need another `id` or `time`; the window for those without is `--dedupe-window-ms`.',
  },
  OVERTAKEN: {
    status: 409,
    cause: 'An alert of the strategy that was made later has been carried out already.',
    cure: 'Nothing to do: carrying it out would undo the newer one.',
  },
  POSITION_EXISTS: {
    status: 409,
    cause: '`open` while a position is open.',
    cure: 'Use `increase` to add, `reverse` to turn around, or `buy` and `sell`.',
  },
  WRONG_SIDE: {
    status: 409,
    cause: '`increase` or `reverse` names a side that does not fit the position.',
    cure: 'Leave `side` out: the position says it.',
  },
  POSITION_OWNED: {
    status: 409,
    cause: 'The position belongs to a trade with targets, a trailing stop or a break-even of its own.',
    cure: 'Close or reverse it as a whole; or open without targets when you want to add and take later.',
  },
  AMBIGUOUS_SIDE: {
    status: 409,
    cause: 'In hedge mode long and short are both open, and the alert does not say which it means.',
    cure: 'Add `position_side`: LONG or SHORT.',
  },
  LEVERAGE_IN_USE: {
    status: 409,
    cause: '`leverage` differs from what is set, and a position or orders exist.',
    cure: 'Leave it out, or send it with the next entry from flat.',
  },
  NOT_OVER: {
    status: 409,
    cause: 'Only a signal that was refused or has failed can be driven again.',
    cure: 'Look at its status under `/signals/<id>`.',
  },
  CONFLICT: {
    status: 409,
    cause: 'It does not fit another trade or order that is under way on the symbol.',
    cure: 'Wait until that is over, or close the position.',
  },
  BODY_TOO_LARGE: { status: 413, cause: 'The body is larger than 64 KiB.', cure: 'Shorten the message.' },
  ORDER_RULE: {
    status: 422,
    cause: 'A rule of the symbol would be broken: smallest quantity, step, smallest notional, tick.',
    cure: 'The detail names rule and number: send more, or use `quote_quantity`.',
  },
  ORDER_REFUSED: {
    status: 422,
    cause: 'The exchange refused the order; `original_error_code` is its code. No order of it exists.',
    cure: 'Read its words: too little margin (-2019), a trigger that would fire at once (-2021), leverage and notional (-2027).',
  },
  RISK_LIMIT: {
    status: 422,
    cause: 'A limit of the risk gate: order, position, exposure, daily loss, price band.',
    cure: 'The detail names limit and number: `--max-order-notional`, `--max-position-notional`.',
  },
  SYMBOL_NOT_ALLOWED: {
    status: 422,
    cause: 'The symbol is not traded here, or not by this strategy.',
    cure: 'Add it to `--symbols`, or to the strategy in the file of `--strategies`, if it ought to be.',
  },
  SYMBOL_HALTED: {
    status: 422,
    cause: 'The exchange has halted the symbol, or has taken it off its list.',
    cure: 'Wait until it trades again; the alert can then be carried out with `POST /signals/<id>/redrive`.',
  },
  STRATEGY_UNKNOWN: {
    status: 422,
    cause: 'The file of `--strategies` does not name the strategy.',
    cure: 'Add it there, or correct `strategy` of the alert.',
  },
  STRATEGY_LIMIT: {
    status: 422,
    cause: 'A limit of the strategy in the file of `--strategies`: order or position.',
    cure: 'The detail names limit and number.',
  },
  NO_ACCOUNT: {
    status: 422,
    cause: 'The alert, or its strategy, leaves no account to carry it out on.',
    cure: 'Leave `accounts` out, or name accounts of this server.',
  },
  ACCOUNT_NOT_HERE: {
    status: 422,
    cause: 'The alert waited for an account that the server was started without.',
    cure: 'Start it with that account in `--copies` again, then `POST /signals/<id>/redrive`.',
  },
  STALE_SIGNAL: {
    status: 422,
    cause:
      'The alert is older than `--max-age-ms`, by its `time` or by its time in the queue, where it may have waited for room in the limits of the exchange.',
    cure: 'Check the clock (`webhook-server doctor`, alert time). Send it again by hand with `POST /signals/<id>/redrive` if you still want it.',
  },
  TIME_AHEAD: {
    status: 422,
    cause:
      'The alert says that it was made later than now, by more than `--max-age-ms`: taken, it would overtake every alert after it, closes too.',
    cure: 'Send `{{timenow}}`, in UTC, and check the clock (`webhook-server doctor`, alert time).',
  },
  RATE_LIMIT: {
    status: 429,
    cause: 'Too many requests from one address, or the budget of the exchange is spent.',
    cure: 'Wait as long as `Retry-After` says. `--max-alerts-per-minute` is the limit of the server.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    cause: 'The headers are larger than 16 KiB.',
    cure: 'No sender of alerts needs that; look at what the proxy adds.',
  },
  INTERNAL_ERROR: {
    status: 500,
    cause: 'A fault of the server; the log has it under the request id.',
    cure: 'Look whether the position is what you want (`/positions`), then report the fault.',
  },
  EXCHANGE_ERROR: {
    status: 502,
    cause: 'The exchange answered with an error that says nothing about the order, or with no valid answer.',
    cure: 'Look at its status page, and run `webhook-server doctor`.',
  },
  NOT_FILLED: {
    status: 502,
    cause: 'The entry ended without an execution.',
    cure: 'Nothing is open. Send it again if you still want it.',
  },
  NOT_CARRIED_OUT: {
    status: 502,
    cause: 'It could not be finished; orders may have been sent.',
    cure: 'The detail says how far it got. `/positions` and `/orders/open` show what is; redrive finds orders that were sent and does the rest.',
  },
  HALTED: {
    status: 503,
    cause: 'The kill switch is on: `/risk/halt`, the HALT file, or a loss limit. Exits go on.',
    cure: 'Find out why (`/risk`), remove the HALT file, then `POST /risk/resume`.',
  },
  STORAGE: {
    status: 503,
    cause: 'The disk of the data folder is full or broken: what cannot be written down is not carried out.',
    cure: 'Make room, then look at `/risk`: a journal that could not be written halts its accounts until they are resumed. `aster flatten` needs no disk.',
  },
  NOT_READY: {
    status: 503,
    cause: 'The server starts or ends, the account is being reconciled, or prices are too old.',
    cure: 'Look at `/readyz`; it passes by itself when the exchange answers.',
  },
  DRY_RUN: {
    status: 503,
    cause: 'The account is a dry run: nothing is changed at the exchange.',
    cure: 'Start it with `--mode paper` or `--mode live`, and without `:dry`.',
  },
  EXCHANGE_TIMEOUT: {
    status: 504,
    cause: 'The exchange did not answer a question in time.',
    cure: 'Ask again; check the network.',
  },
  OUTCOME_UNKNOWN: {
    status: 504,
    cause: 'The exchange did not answer an order, and asking did not settle it yet. It may have been carried out.',
    cure: 'Do not send it again. Look at `/orders` and `/positions`; redrive looks for the order before it sends one.',
  },
}
