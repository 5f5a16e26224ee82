import { passesTrouble, refusesFloods, refusesStrangers, type RouteCells, type Server } from './contract-cells.ts'

const unknownId = '00000000-0000-4000-8000-000000000000'

const get = (path: string) => (server: Server) => server.call('GET', path)
const post = (path: string, body: unknown) => (server: Server) => server.call('POST', path, body)

/** Something that the program itself is not well with. */
const unwell = (path: string) => async (server: Server) => {
  server.health.drain()
  return server.call('GET', path)
}

/** Opens a position first. */
const opened =
  (then: (server: Server) => ReturnType<Server['call']>) =>
  async (server: Server): ReturnType<Server['call']> => {
    await server.alert({ action: 'buy', quantity: '0.01' })
    return then(server)
  }

/** An alert that ended well, or not. */
const afterAlert =
  (alert: Record<string, unknown>, then: (server: Server, id: string) => ReturnType<Server['call']>) =>
  async (server: Server): ReturnType<Server['call']> => {
    const { json } = await server.alert(alert)
    return then(server, String(json['signal_id']))
  }

const switchCells = (action: 'halt' | 'reduce' | 'resume'): RouteCells => {
  const path = `/risk/${action}`
  return {
    200: post(path, { reason: 'lunch' }),
    400: post(path, { reason: '' }),
    ...refusesStrangers('POST', path, {}),
    ...refusesFloods(path),
  }
}

const settingCells = (path: string, good: object, bad: object, refused: RouteCells): RouteCells => ({
  ...passesTrouble('POST', path, 'getPositionRisk', good),
  200: post(path, good),
  400: post(path, bad),
  ...refusesStrangers('POST', path, good),
  // a flood is met before the exchange is asked
  ...refusesFloods(path, good),
  ...refused,
  503: {
    options: { copies: [{ id: 'shadow', weight: '1', isDry: true }] },
    provoke: post(`${path}?account=shadow`, good),
  },
})

/** Every route but those of alerts. */
export const operatorCells: Readonly<Record<string, RouteCells>> = {
  'GET /health': { 200: get('/health'), 503: unwell('/health') },
  'GET /livez': {
    200: get('/livez'),
    503: async (server) => {
      server.health.add('loop', 'live', () => ({ ok: false, detail: 'is stuck' }))
      return server.call('GET', '/livez')
    },
  },
  'GET /readyz': { 200: get('/readyz'), 503: unwell('/readyz') },
  'GET /metrics': { 200: get('/metrics'), ...refusesStrangers('GET', '/metrics') },
  'GET /positions': {
    200: opened(get('/positions')),
    ...refusesStrangers('GET', '/positions'),
    ...passesTrouble('GET', '/positions', 'getPositionRisk'),
  },
  'GET /positions/{symbol}': {
    200: opened(get('/positions/btcusdt.p')),
    400: get('/positions/ETHUSDT'),
    404: get('/positions/BTCUSDT'),
    ...refusesStrangers('GET', '/positions/BTCUSDT'),
    ...passesTrouble('GET', '/positions/BTCUSDT', 'getPositionRisk'),
  },
  'POST /positions/{symbol}/leverage': settingCells(
    '/positions/BTCUSDT/leverage',
    { leverage: 7 },
    { leverage: 500 },
    {
      422: async (server) => {
        server.exchange.exchange.faults.load({
          rules: [
            {
              match: { endpoint: 'setLeverage' },
              action: { kind: 'errorBeforeAccept', status: 400, code: -4028, msg: 'Leverage 7 is not valid' },
            },
          ],
        })
        return server.call('POST', '/positions/BTCUSDT/leverage', { leverage: 7 })
      },
    },
  ),
  'POST /positions/{symbol}/margin-type': settingCells(
    '/positions/BTCUSDT/margin-type',
    { margin_type: 'isolated' },
    { margin_type: 'some' },
    {
      // the exchange does not change it under a position
      422: opened(post('/positions/BTCUSDT/margin-type', { margin_type: 'isolated' })),
    },
  ),
  'GET /account/balance': {
    200: get('/account/balance'),
    ...refusesStrangers('GET', '/account/balance'),
    ...passesTrouble('GET', '/account/balance', 'getBalance'),
  },
  'GET /account/info': {
    200: get('/account/info'),
    ...refusesStrangers('GET', '/account/info'),
    ...passesTrouble('GET', '/account/info', 'getAccount'),
  },
  'GET /orders': {
    200: opened(get('/orders?symbol=BTCUSDT&limit=5')),
    400: get('/orders?symbol=BTCUSDT&limit=0'),
    ...refusesStrangers('GET', '/orders?symbol=BTCUSDT'),
    ...passesTrouble('GET', '/orders?symbol=BTCUSDT', 'getAllOrders'),
  },
  'GET /orders/open': {
    200: opened(get('/orders/open')),
    400: get('/orders/open?symbol=ETHUSDT'),
    ...refusesStrangers('GET', '/orders/open'),
    ...passesTrouble('GET', '/orders/open', 'getOpenOrders'),
  },
  'GET /signals': { 200: get('/signals'), 400: get('/signals?limit=0'), ...refusesStrangers('GET', '/signals') },
  'GET /signals/{id}': {
    200: afterAlert({ action: 'close' }, (server, id) => server.call('GET', `/signals/${id}`)),
    400: get('/signals/not-an-id'),
    404: get(`/signals/${unknownId}`),
    ...refusesStrangers('GET', `/signals/${unknownId}`),
  },
  'GET /refusals': { 200: get('/refusals'), 400: get('/refusals?limit=0'), ...refusesStrangers('GET', '/refusals') },
  'POST /signals/{id}/redrive': {
    202: afterAlert({ action: 'close' }, (server, id) => server.call('POST', `/signals/${id}/redrive`)),
    400: post('/signals/not-an-id/redrive', {}),
    404: post(`/signals/${unknownId}/redrive`, {}),
    409: afterAlert({ action: 'buy', quantity: '0.01' }, (server, id) => server.call('POST', `/signals/${id}/redrive`)),
    ...refusesStrangers('POST', `/signals/${unknownId}/redrive`, {}),
    ...refusesFloods(`/signals/${unknownId}/redrive`),
  },
  'GET /risk': { 200: get('/risk'), 400: get('/risk?account=nobody'), ...refusesStrangers('GET', '/risk') },
  'POST /risk/halt': switchCells('halt'),
  'POST /risk/reduce': switchCells('reduce'),
  'POST /risk/resume': switchCells('resume'),
}
