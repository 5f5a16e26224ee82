import {
  choiceField,
  durationField,
  type FaultButton,
  numberField,
  type StreamFaultKind,
  textField,
} from './fault-button.ts'

/** Whether a socket that says nothing any more still answers pings; on buttons for streams and for incidents. */
export const pingsField = choiceField('pings', 'Pings', { answered: 'answered', ignored: 'ignored' })

/** One button for each kind of trouble that a stream event can have. */
export const streamFaultButtons: Readonly<Record<StreamFaultKind, FaultButton>> = {
  dropEvent: { label: 'Drop event', meaning: 'The event is never sent.' },
  duplicateEvent: {
    label: 'Duplicate event',
    meaning: 'The event is sent again.',
    fields: [
      numberField('copies', 'Copies', { default: '1' }),
      durationField('afterMs', 'How much later, ms', { default: '0' }),
    ],
  },
  delayEvent: {
    label: 'Delay event',
    meaning: 'The event is sent later.',
    fields: [
      durationField('ms', 'How long, ms', { default: '1000' }),
      choiceField('keepOrder', 'What follows', { true: 'waits behind it', false: 'overtakes it' }, 'flag'),
    ],
  },
  reorderEvent: {
    label: 'Reorder events',
    meaning: 'The event is sent after the next few of its stream.',
    fields: [
      numberField('behind', 'Behind how many', { default: '1' }),
      durationField('withinMs', 'At the latest after, ms', { default: '1000' }),
    ],
  },
  breakChain: {
    label: 'Break the chain',
    meaning: 'A depth event names a predecessor that never was: its pu is too low.',
    fields: [numberField('by', 'By how much', { default: '1' })],
  },
  disconnect: {
    label: 'Cut its sockets',
    meaning: 'Every socket that listens to the stream of the event is cut; the event is lost.',
  },
  muteSocket: {
    label: 'Mute its sockets',
    meaning: 'Every socket that listens to the stream of the event stays open and says nothing any more.',
    fields: [
      durationField('forMs', 'For how long, ms', { help: 'Empty: for good. Or a range such as 1000-5000.' }),
      pingsField,
    ],
  },
}

/** Which events, and how often; on every button for streams. */
export const streamMatchFields = [
  textField('event', 'Event', {
    help: 'Its type as it is sent; empty for every event.',
    suggestions: ['depthUpdate', 'bookTicker', 'aggTrade', 'markPriceUpdate', 'ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE'],
  }),
  textField('symbol', 'Symbol', { help: 'Of market streams; empty for all.' }),
  numberField('times', 'How often at most', { default: '1', help: 'Empty: until the faults are cleared.' }),
  numberField('probability', 'Chance', { help: 'From 0 to 1; empty: every one that fits.' }),
] as const
