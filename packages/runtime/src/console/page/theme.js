import { $ } from './dom.js'

const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

const isDark = () => root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' && dark.matches)

/** A colour of the style sheet, as it is now. */
export const color = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim()

/** Takes the theme that was chosen before, and lets it be changed. */
export function openTheme(onChange) {
  try {
    const theme = localStorage.getItem('theme')
    if (theme) root.dataset.theme = theme
  } catch {
    // a browser that keeps nothing shows the page all the same
  }
  $('theme').addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    try {
      localStorage.setItem('theme', root.dataset.theme)
    } catch {
      // see above
    }
    onChange()
  })
  dark.addEventListener('change', () => onChange())
}
