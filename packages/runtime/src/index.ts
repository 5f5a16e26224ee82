export { type Check, type CheckOutcome, type DoctorReport, renderOutcome, runDoctor } from './doctor/run-doctor.ts'
export { createEventFeed, type EventFeed, type EventFeedOptions } from './feed/create-event-feed.ts'
export type { FeedBody, FeedEvent, FeedKind } from '@aster/core'
export { type FeedFileOptions, type FeedHistory, openFeedFile, readFeedFiles } from './feed/feed-file.ts'
export { makeFolder } from './files/make-folder.ts'
export { openRotatingFile, type RotatingFile, type RotatingFileOptions } from './files/rotating-file.ts'
export { createHealth, type Health, type HealthReport, type HealthSummary } from './health/create-health.ts'
export { healthRoute, metricsRoute } from './http/edge-routes.ts'
export {
  type EdgeRoute,
  type EdgeServer,
  EdgeServerError,
  type EdgeServerOptions,
  serveEdge,
} from './http/serve-edge.ts'
export { createLogger, type Logger, type LoggerOptions, type LogLevel, logLevels } from './log/create-logger.ts'
export { logFeed } from './log/log-feed.ts'
export { logFields, type LogValues } from './log/log-settings.ts'
export { openProgramLog, type ProgramLog, type ProgramLogOptions } from './log/open-program-log.ts'
export { createMetrics, type Metrics } from './metrics/create-metrics.ts'
export { type AnsweredRequest, watchRequests } from './metrics/watch-requests.ts'
export { feedMetrics } from './metrics/feed-metrics.ts'
export { createNotifier, type Delivery, type Notifier, type NotifierOptions } from './notices/create-notifier.ts'
export { type Notice, type NoticeChannel, severities, type Severity } from './notices/notice.ts'
export { discordChannel, type PostJson, telegramChannel, webhookChannel } from './notices/notice-channels.ts'
export { createNoticeChannels, noticeChecks, noticeFields, type NoticeValues } from './notices/notice-settings.ts'
export { openProgramNotices, type ProgramNoticesOptions } from './notices/open-program-notices.ts'
export { type HeartbeatOptions, startHeartbeat } from './notices/start-heartbeat.ts'
export { createRedactor, type Redactor } from './redaction/create-redactor.ts'
export {
  type Migration,
  openStateFolder,
  type StateFolder,
  type StateFolderOptions,
} from './state/open-state-folder.ts'
export { type Connection, type FoundConnection, readConnection, writeConnection } from './state/connection-file.ts'
export { StateFolderError } from './state/state-folder-error.ts'
export { keyFields } from './mode/key-settings.ts'
export { haltFields } from './mode/halt-fields.ts'
export { allowModes, modeChecks, modeField, modeFields, type ModeValues } from './mode/mode-settings.ts'
export { type Mode, modes, type NetworkName, networkNames, type NetworkProfile, networks } from './mode/networks.ts'
export { findNetworkOfUrl, resolveNetwork } from './mode/resolve-network.ts'
export { loadSettings } from './program/load-settings.ts'
export { type Shutdown, type ShutdownPhase, shutdownPhases } from './program/create-shutdown.ts'
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
export type { ConsoleAction, ConsoleChoice, ConsoleField, ConsoleList, FormValues } from './console/console-action.ts'
export { type ConsoleOptions, type ConsoleRoute, consoleRoute } from './console/console-route.ts'
export { openScreen, type ScreenOptions } from './terminal/open-screen.ts'
export { paintLine, type StyledLine, type Tone } from './terminal/styled-text.ts'
