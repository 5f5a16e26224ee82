export { allowModes, modeChecks, modeField, modeFields, type ModeValues } from './mode/mode-settings.ts'
export { type Mode, modes, type NetworkName, networkNames, type NetworkProfile, networks } from './mode/networks.ts'
export { findNetworkOfUrl, resolveNetwork } from './mode/resolve-network.ts'
export { loadSettings } from './program/load-settings.ts'
export { createProcessHost } from './program/process-host.ts'
export type { Output, ProgramHost, StopSignal } from './program/program-host.ts'
export { resolvePath } from './program/resolve-path.ts'
export { type Program, type ProgramContext, runProgram } from './program/run-program.ts'
export { StopReason } from './program/stop-reason.ts'
export {
  defineSettings,
  type SettingFields,
  type SettingsCheck,
  type SettingsDefinition,
  type SettingsExample,
  type ValuesOf,
} from './settings/define-settings.ts'
export { formatMistake, type Mistake } from './settings/mistake.ts'
export { parseSettings, type Settings, type SettingsSources } from './settings/parse-settings.ts'
export type { SettingsFile } from './settings/read-settings-file.ts'
export { renderHelp } from './settings/render-help.ts'
export { renderSettings } from './settings/render-settings.ts'
export {
  listSetting,
  optionalSetting,
  requiredSetting,
  type Setting,
  setting,
  type SettingOptions,
  switchSetting,
} from './settings/setting.ts'
export { SettingsError } from './settings/settings-error.ts'
export { suggestName } from './settings/suggest-name.ts'
export {
  choice,
  decimalNumber,
  type NumberLimits,
  onOff,
  plainText,
  secretText,
  wholeNumber,
} from './settings/text-schemas.ts'
