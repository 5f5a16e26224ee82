import { listSetting, optionalSetting, plainText, type SettingsCheck, switchSetting } from '@aster/runtime'

import { findBadAddress } from './core/address-list.ts'

/** How the world reaches the server. */
export const edgeFields = {
  publicUrl: optionalSetting(plainText(), {
    description: 'Address under which the world reaches this server. Printed by template, checked by doctor.',
    placeholder: '<url>',
  }),
  corsOrigin: listSetting(plainText(), {
    description: 'Web pages of these origins may call the server from a browser. None by default.',
    placeholder: '<origin,…>',
  }),
  workers: optionalSetting(plainText(), {
    description: 'Only 1: one process carries out the alerts of a data folder, in the order in which they came.',
    placeholder: '1',
  }),
  reload: switchSetting({ description: 'Refused: a restart in the middle of a trade is not done by accident.' }),
}

interface EdgeValues {
  readonly trustedProxy: readonly string[]
  readonly publicUrl: string | undefined
  readonly corsOrigin: readonly string[]
  readonly workers: string | undefined
  readonly reload: boolean
}

const whyOneProcess =
  'one process per data folder and key, or orders overtake each other and nonces collide; it serves hundreds of alerts a second'

/** Rules of these settings. Spread them into the definition's `checks`. */
export const edgeChecks: readonly SettingsCheck<EdgeValues>[] = [
  {
    needs: ['workers', 'reload'],
    check({ workers, reload }, report) {
      if (workers !== undefined && workers !== '1') report('workers', `must be 1: ${whyOneProcess}`)
      if (reload) report('reload', 'is not there: restart the server by hand, its alerts wait on the disk meanwhile')
    },
  },
  {
    needs: ['trustedProxy'],
    check({ trustedProxy }, report) {
      if (findBadAddress(trustedProxy) === undefined) return
      report('trustedProxy', 'must be addresses, or networks such as 10.0.0.0/8')
    },
  },
  {
    needs: ['publicUrl', 'corsOrigin'],
    check({ publicUrl, corsOrigin }, report) {
      if (publicUrl !== undefined && !isHttpUrl(publicUrl)) report('publicUrl', 'must begin with https:// or http://')
      if (corsOrigin.some((origin) => !isOrigin(origin))) {
        report('corsOrigin', 'must be origins such as https://app.example.com, without a path; * is not taken')
      }
    },
  },
]

const isHttpUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text)
const isOrigin = (text: string): boolean => isHttpUrl(text) && new URL(text).origin === text
