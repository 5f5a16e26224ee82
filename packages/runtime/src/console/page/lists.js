import { $, make } from './dom.js'

let drawn = ''

/** Panels of plain lines, drawn anew only when they say something else. */
export function showLists(lists) {
  const text = JSON.stringify(lists)
  if (text === drawn) return
  drawn = text
  $('lists').replaceChildren(
    ...lists.map(({ id, title, lines, empty }) =>
      make(
        'section',
        { id: `list-panel-${id}`, 'aria-labelledby': `list-title-${id}` },
        make('h2', { id: `list-title-${id}`, textContent: title }),
        make(
          'ul',
          { className: 'events', tabIndex: 0 },
          ...(lines.length === 0 ? [{ text: empty, tone: 'soft' }] : lines).map((line) =>
            make('li', { className: line.tone ?? '', textContent: line.text }),
          ),
        ),
      ),
    ),
  )
}
