import { openActions, showActions } from './actions.js'
import { paintCharts } from './charts.js'
import { $ } from './dom.js'
import { receive } from './events.js'
import { paintInventory } from './inventory.js'
import { showLists } from './lists.js'
import { openTabs } from './market.js'
import { openTheme } from './theme.js'

let epoch

function showState({ banner, lists }) {
  $('banner').hidden = banner === undefined
  $('banner').textContent = banner ?? ''
  showLists(lists)
}

function showProgram({ program, mode }) {
  $('program').textContent = program
  $('mode').textContent = mode.toUpperCase()
  $('mode').className = `badge ${mode}`
  document.title = `${program} · Aster console`
}

function setLink(text, className) {
  $('link').textContent = text
  $('link').className = `badge ${className}`
}

function connect() {
  const source = new EventSource('/console/events')
  const listen = (name, take) => source.addEventListener(name, (message) => take(JSON.parse(message.data)))
  listen('hello', (hello) => {
    // another run numbers its events from one again
    if (epoch !== undefined && epoch !== hello.epoch) location.reload()
    epoch = hello.epoch
    showProgram(hello)
    showState(hello.state)
    showActions(hello.actions)
    setLink('connected', 'on')
  })
  listen('state', showState)
  listen('actions', showActions)
  listen('message', receive)
  source.addEventListener('error', () => setLink('connection lost, trying again', 'lost'))
}

openTheme(() => {
  paintCharts()
  paintInventory()
})
openTabs()
openActions()
connect()
