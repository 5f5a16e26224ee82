import { choiceField, durationField, type FaultButton, type FaultKind, numberField, textField } from './fault-button.ts'

const status = (usual: string) => numberField('status', 'HTTP status', { default: usual })
const code = numberField('code', 'Error code', { help: 'Such as -1007; none gives plain text.' })
const forMs = (usual: string, label = 'For how long, ms') => numberField('forMs', label, { default: usual })
const accepted = choiceField('accepted', 'Carried out', { true: 'yes', false: 'no' }, 'flag')
const contentType = textField('contentType', 'Content type', { default: 'text/plain; charset=utf-8' })

/** One button for each kind of trouble that a request can have. */
export const requestFaultButtons: Readonly<Record<FaultKind, FaultButton>> = {
  acceptThenError: {
    label: 'Accept, then error',
    meaning: 'The request is carried out; the caller is told an error.',
    fields: [status('503'), code],
  },
  errorBeforeAccept: {
    label: 'Error, not accepted',
    meaning: 'The request is not carried out; the caller is told an error.',
    fields: [status('503'), code],
  },
  acceptThenDrop: {
    label: 'Accept, then cut',
    meaning: 'The request is carried out; the connection is cut without an answer.',
  },
  dropBeforeAccept: {
    label: 'Cut, not accepted',
    meaning: 'The request is not carried out; the connection is cut without an answer.',
  },
  delay: {
    label: 'Delay',
    meaning: 'The answer, or the request itself, is held up.',
    fields: [
      durationField('ms', 'How long, ms', { default: '1000' }),
      choiceField('where', 'What is held up', { answer: 'the answer', request: 'the request' }),
    ],
  },
  deliverLate: {
    label: 'Deliver late',
    meaning: 'The request is carried out some time after the caller gave up.',
    fields: [
      durationField('afterMs', 'How much later, ms', { default: '1000-5000' }),
      choiceField('ending', 'What the caller sees', {
        silence: 'nothing',
        drop: 'a lost connection',
        error: 'an error',
      }),
    ],
  },
  html: { label: 'HTML page', meaning: 'The answer is a page of HTML.', fields: [status('500'), accepted] },
  truncatedJson: {
    label: 'Cut-off JSON',
    meaning: 'The real answer ends within its text.',
    fields: [numberField('keep', 'Share that is kept', { default: '0.5' })],
  },
  emptyBody: { label: 'Empty answer', meaning: 'The answer has no text at all.', fields: [status('200'), accepted] },
  wrongContentType: {
    label: 'Wrong label',
    meaning: 'The real answer comes under a wrong content type.',
    fields: [contentType],
  },
  tooManyRequests: {
    label: '429',
    meaning: 'The caller has asked too often; its whole address for a while, if a time is given.',
    fields: [
      choiceField(
        'code',
        'Error code',
        { '-1003': '-1003, too many requests', '-1015': '-1015, too many orders' },
        'number',
      ),
      numberField('retryAfterSeconds', 'Retry-After, seconds'),
      forMs('0', 'Whole address for how long, ms'),
    ],
  },
  ban: {
    label: '418 ban',
    meaning: 'Everything from the address of the request is refused until the ban ends.',
    fields: [forMs('10000'), choiceField('retryAfter', 'Retry-After header', { false: 'no', true: 'yes' }, 'flag')],
  },
  refuseConnections: {
    label: 'Refuse connections',
    meaning: 'Once a request fits, connections are refused for a while and open ones are cut.',
    fields: [forMs('5000')],
  },
  clockStep: {
    label: 'Clock jump',
    meaning: "The exchange's clock jumps when a request fits; the request itself goes on.",
    fields: [numberField('byMs', 'By how much, ms', { default: '-12000', help: 'Negative: back.' })],
  },
  lagReads: {
    label: 'Lagging reads',
    meaning: 'Orders that are younger than this are missing from what queries answer.',
    fields: [numberField('lagMs', 'How much, ms', { default: '2000' })],
  },
}

/** Which requests, and how often; on every button for requests. */
export const requestMatchFields = [
  textField('endpoint', 'Endpoint', {
    help: 'A name such as placeOrder; reads or writes for all of them; empty for every request.',
    suggestions: [
      'reads',
      'writes',
      'placeOrder',
      'placeBatchOrders',
      'cancelOrder',
      'cancelAllOpenOrders',
      'getOrder',
      'getOpenOrders',
      'getPositionRisk',
      'getBalance',
      'getDepth',
      'getExchangeInfo',
      'createListenKey',
      'keepAliveListenKey',
    ],
  }),
  numberField('times', 'How often at most', { default: '1', help: 'Empty: until the faults are cleared.' }),
  numberField('probability', 'Chance', { help: 'From 0 to 1; empty: every one that fits.' }),
] as const
