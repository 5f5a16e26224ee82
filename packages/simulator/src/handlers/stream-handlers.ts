import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import type { ListenKeys } from '../streams/listen-keys.ts'

/** The life of a listen key. A key named in the call is ignored: the account decides. */
export function createStreamHandlers(listenKeys: ListenKeys): Handlers {
  return {
    createListenKey: forAccount(({ caller }) => ({ listenKey: listenKeys.open(caller.accountId) })),
    keepAliveListenKey: forAccount(({ caller }) => {
      if (!listenKeys.extend(caller.accountId)) throw refuse(-1125)
      return {}
    }),
    closeListenKey: forAccount(({ caller }) => {
      listenKeys.close(caller.accountId)
      return {}
    }),
  }
}
