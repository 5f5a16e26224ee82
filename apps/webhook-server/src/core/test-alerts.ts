/** A message that a person can send from the console, to see what becomes of it. */
export interface TestAlert {
  readonly id: string
  readonly label: string
  readonly route: '/webhook/tradingview' | '/webhook/tradingview-strategy'
  /** Without symbol and id: they are added where the message names none. */
  readonly body: object
}

const alert = (id: string, label: string, body: object): TestAlert => ({
  id,
  label,
  route: '/webhook/tradingview',
  body,
})

/** One message for each thing that alerts do. */
export const testAlerts: readonly TestAlert[] = [
  alert('open-long', 'Open long', { action: 'open', side: 'BUY', quote_quantity: '200', stop_loss: 1 }),
  alert('open-short', 'Open short', { action: 'open', side: 'SELL', quote_quantity: '200', stop_loss: 1 }),
  alert('close', 'Close', { action: 'close' }),
  alert('reverse', 'Reverse', { action: 'reverse' }),
  alert('cancel', 'Cancel resting entries', { action: 'cancel' }),
  {
    id: 'target',
    label: 'Target position',
    route: '/webhook/tradingview-strategy',
    body: { market_position: 'long', position_size: '0.01' },
  },
]

/** The text of an alert as a person edits it. */
export const renderTestAlert = ({ body }: TestAlert): string => JSON.stringify(body, undefined, 2)
