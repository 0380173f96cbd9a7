export type { Client, ClientOptions } from './client.ts'
export { createClient } from './client.ts'
export type { Commands, Waiters } from './conference/commands.ts'
export type { Conference } from './conference/conference.ts'
export type { JoinOptions, JoinOutcome } from './conference/options.ts'
export { isWaiting } from './conference/options.ts'
export type { ConferencePhase, OverReason } from './conference/phase.ts'
export type { Report } from './conference/reporter.ts'
export type { ConnectionReason } from './errors.ts'
export { ConnectionError, RpcError, SignedOutError } from './errors.ts'
export {
  type CloudEvent,
  EventsError,
  type EventsOptions,
  type EventsPlatform,
  events,
  type ParleyEvent,
  type ParleyEventName,
  type StreamAnswer,
  type Told,
} from './events/index.ts'
export type { Invites } from './invites.ts'
export type { Level, LevelMeter, LevelSource } from './levels.ts'
export { createLevelMeter, levelOf, levelRules, reportLevels } from './levels.ts'
export { enterByNumber, resolveLink } from './link.ts'
export type { Mesh, MeshConference, MeshOptions, MeshState } from './mesh/mesh.ts'
export { createMesh } from './mesh/mesh.ts'
export type { Peer } from './mesh/pair.ts'
export type { LocalTracks, PeerLink, Rtc, ScreenTracks } from './mesh/rtc.ts'
export type { Share, ShareOptions, ShareState } from './mesh/share.ts'
export { createShare } from './mesh/share.ts'
export type { PeerStats } from './mesh/stats.ts'
export type { MirrorChange } from './mirror/changes.ts'
export type { AnyEvent, EventOf, OnEvent } from './mirror/listeners.ts'
export type { Mirror } from './mirror/mirror.ts'
export {
  chooseMainVideo,
  hasFloor,
  insideMembers,
  isInside,
  raisedHands,
  servedWatchers,
  waitingMembers,
} from './mirror/select.ts'
export type { MirrorState } from './mirror/state.ts'
export type { Clock, FetchAnswer, FetchInit, Platform, SocketLike } from './platform.ts'
export { platformOf } from './platform.ts'
export type { CallOptions, Rpc } from './rpc.ts'
export { createRpc } from './rpc.ts'
export type { Session, SessionState } from './session/session.ts'
export { createSession, withSession } from './session/session.ts'
export type { SavedSession, SessionStorage } from './session/storage.ts'
export { memoryStorage, webStorage } from './session/storage.ts'
export type { NoticeName, Notices } from './socket/notifications.ts'
export type { Socket, SocketOptions, SocketState } from './socket/socket.ts'
export { createSocket } from './socket/socket.ts'
export type { Store } from './store.ts'
export {
  type VerifiedWebhook,
  type VerifyOptions,
  verifyWebhook,
  WebhookError,
  type WebhookErrorReason,
  type WebhookHeaders,
} from './webhook/index.ts'
