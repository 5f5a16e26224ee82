import type { Plant } from '../proof.ts'
import type { Touch } from './replay-book.ts'

/** Ways in which a book can be kept badly; each changes nothing unless it is planted. */
export interface BookBug {
  /** Undefined: the frame is left out. */
  changeFrame(frame: string): string | undefined
  changeTouch(touch: Touch): Touch
}

const harmless: BookBug = {
  changeFrame: (frame) => frame,
  changeTouch: (touch) => touch,
}

const bugs: Readonly<Record<string, { readonly meaning: string; create(): Partial<BookBug> }>> = {
  'removals-ignored': {
    meaning: 'levels that are gone stay in the book;',
    create: () => ({
      changeFrame: (frame) => frame.replaceAll(/\["[\d.]+","0(?:\.0+)?"\],?/g, '').replaceAll(/,\]/g, ']'),
    }),
  },
  'sequence-ignored': {
    meaning: 'a lost event is not noticed, because pu is not compared;',
    create() {
      let last: string | undefined
      let count = 0
      return {
        changeFrame(frame) {
          if (++count % 50 === 0) return undefined
          const joined = last === undefined ? frame : frame.replace(/"pu":\d+/, `"pu":${last}`)
          last = /"u":(\d+)/.exec(frame)?.[1]
          return joined
        },
      }
    },
  },
  'told-too-early': {
    meaning: 'the touch is told before the event is applied;',
    create() {
      let before: Touch | undefined
      return {
        changeTouch(touch) {
          const told = { ...(before ?? touch), updateId: touch.updateId }
          before = touch
          return told
        },
      }
    },
  },
  'quantities-added': {
    meaning: 'quantities are taken for differences, as twice the number on every tenth event;',
    create() {
      let count = 0
      return {
        changeFrame: (frame) =>
          ++count % 10 === 0
            ? frame.replaceAll(/\["([\d.]+)","([\d.]+)"\]/g, (_level, price: string, quantity: string) => {
                const decimals = quantity.split('.')[1]?.length ?? 0
                return `["${price}","${(Number(quantity) * 2).toFixed(decimals)}"]`
              })
            : frame,
      }
    },
  },
  'float-rounding': {
    meaning: 'prices go through binary fractions and lose a tick.',
    create: () => ({ changeTouch: (touch) => ({ ...touch, bidTicks: Math.floor(touch.bidTicks * 0.1 * 9.999_999) }) }),
  },
}

export const bookPlants: readonly Plant[] = Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning }))

/** The bug of this name, or none at all. */
export function plantBookBug(plant: string | undefined): BookBug {
  return { ...harmless, ...(plant === undefined ? undefined : bugs[plant]?.create()) }
}
