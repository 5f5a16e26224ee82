export const $ = (id) => document.getElementById(id)

/** An element with properties and children; a property that is undefined is left alone. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue
    if (name in element) element[name] = value
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** A table row out of `[text, class name]`. */
export const row = (cells) =>
  make('tr', {}, ...cells.map(([text, className]) => make('td', { className, textContent: text ?? '' })))

export const signClass = (text) => (Number(text) > 0 ? 'up' : Number(text) < 0 ? 'down' : '')
export const sideClass = (side) => (side === 'BUY' ? 'up' : 'down')
export const clockTime = (atMs) => new Date(atMs).toLocaleTimeString(undefined, { hour12: false })
export const plain = (text) => (text === undefined ? '' : String(Number(Number(text).toFixed(8))))
export const shownPrice = ({ price, stopPrice }) => (Number(stopPrice) ? stopPrice : price)

const shown = new Set()

/** Panels appear by what is told. */
export function show(id) {
  if (shown.has(id)) return
  shown.add(id)
  $(id).hidden = false
}

const dirty = new Map()

/** Draws at most once a frame, however many events came. */
export function soon(name, draw) {
  if (dirty.size === 0) requestAnimationFrame(redraw)
  dirty.set(name, draw)
}

function redraw() {
  const draws = [...dirty.values()]
  dirty.clear()
  for (const draw of draws) draw()
}
