import {
  choiceField,
  durationField,
  type FaultButton,
  type IncidentKind,
  numberField,
  textField,
} from './fault-button.ts'
import { pingsField } from './stream-fault-buttons.ts'

const forGood = { help: 'Empty: until the faults are cleared. Or a range such as 1000-5000.' }
const sockets = choiceField('sockets', 'Which sockets', { all: 'all', market: 'market streams', user: 'user streams' })
const ofAccount = textField('account', 'Account', { help: 'Its number or an address; empty for all.' })

/** One button for each thing that can happen to the exchange as a whole. */
export const createIncidentButtons = (symbols: readonly string[]): Readonly<Record<IncidentKind, FaultButton>> => {
  const symbol = choiceField('symbol', 'Symbol', Object.fromEntries(symbols.map((name) => [name, name])))
  return {
    disconnect: {
      label: 'Cut streams',
      meaning: 'Sockets are cut, or closed in order as after 24 hours.',
      fields: [sockets, ofAccount, choiceField('as', 'How', { cut: 'cut', lifetime: 'as after 24 hours' })],
    },
    muteSocket: {
      label: 'Mute streams',
      meaning: 'Sockets stay open and say nothing any more.',
      fields: [sockets, ofAccount, durationField('forMs', 'For how long, ms', forGood), pingsField],
    },
    expireListenKey: {
      label: 'Expire listen keys',
      meaning: 'Listen keys run out; their listeners are told, and hear nothing from then on.',
      fields: [ofAccount],
    },
    deleteListenKey: {
      label: 'Delete listen keys',
      meaning: 'Listen keys are gone without a word, as when somebody else deleted them.',
      fields: [ofAccount],
    },
    maintenance: {
      label: 'Maintenance',
      meaning: 'Requests hear 503, streams are closed and refused. The market goes on.',
      fields: [durationField('forMs', 'For how long, ms', { default: '10000' })],
    },
    haltSymbol: {
      label: 'Halt a symbol',
      meaning: 'The symbol stops trading: orders are refused, nothing is filled.',
      fields: [
        symbol,
        durationField('forMs', 'For how long, ms', { default: '10000', ...forGood }),
        choiceField('status', 'Status', {
          PENDING_TRADING: 'PENDING_TRADING',
          PRE_SETTLE: 'PRE_SETTLE',
          SETTLING: 'SETTLING',
          CLOSE: 'CLOSE',
        }),
      ],
    },
    changeTickSize: {
      label: 'Change tick size',
      meaning: 'The symbol gets another price grid, and keeps it when the faults are cleared.',
      fields: [symbol, textField('tickSize', 'Tick size', { default: '0.5' })],
    },
    liquidate: {
      label: 'Liquidate',
      meaning: "The account's positions are liquidated as if its margin were spent.",
      fields: [
        textField('account', 'Account', { default: '1', help: 'Its number or an address.' }),
        textField('symbol', 'Symbol', { help: 'Empty: every position.' }),
      ],
    },
    clockStep: {
      label: 'Clock jump now',
      meaning: "The exchange's clock jumps.",
      fields: [numberField('byMs', 'By how much, ms', { default: '-12000', help: 'Negative: back.' })],
    },
    refuseConnections: {
      label: 'Refuse connections now',
      meaning: 'Connections are refused for a while; what is open is cut.',
      fields: [durationField('forMs', 'For how long, ms', { default: '5000' })],
    },
  }
}

/** When, and whether again; on every button for incidents. */
export const incidentTimeFields = [
  durationField('at', 'In how long, ms', { default: '0' }),
  numberField('everyMs', 'Again every, ms', { help: 'Empty: once.' }),
] as const
