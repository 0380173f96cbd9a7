export type { EventAction } from './catalogue/actions.ts'
export { EXTENDED_ACTIONS, MEETING_ACTIONS } from './catalogue/actions.ts'
export { EVENT_CATALOGUE, eventTypeOf, OWN_EVENTS, ownType } from './catalogue/catalogue.ts'
export type { EventTypeEntry } from './catalogue/event-type.ts'
export { dataSchema, versionedName } from './catalogue/event-type.ts'
export type { MeetingEventName } from './catalogue/meeting-events.ts'
export { isOwnSource, MEETING_SOURCE, OWN_SOURCE } from './catalogue/sources.ts'
export type { CloseCode, CloseReaction } from './close-codes.ts'
export { closeCodes, reactionTo } from './close-codes.ts'
export type { ErrorCode } from './codes.ts'
export { errorCodes, sentenceOf } from './codes.ts'
export type {
  ConferenceEvent,
  EphemeralData,
  EphemeralEvent,
  EphemeralType,
  EventBy,
  EventData,
  EventFrame,
  EventType,
  InviteResult,
  ReadEvent,
  SkipFrame,
  UnknownEvent,
} from './events.ts'
export { ephemeralData, eventData, eventEnvelope, eventTypes, readEvent } from './events.ts'
export type {
  ConferenceSnapshot,
  Heartbeat,
  InviteOver,
  InviteRinging,
  LobbyChanged,
  MediaGateway,
  NotificationParams,
  ServerNotification,
  SessionDraining,
  SessionHello,
  SessionResumed,
  SessionTokenExpiring,
} from './frames.ts'
export {
  conferenceEvents,
  conferenceSnapshot,
  inviteOver,
  inviteRinging,
  lobbyChanged,
  mediaGateway,
  serverNotifications,
  sessionDraining,
  sessionHello,
  sessionResumed,
  sessionTokenExpiring,
} from './frames.ts'
export type { MemberId } from './ids.ts'
export { confId, feedIdOf, idemKey, instant, memberId, memberRef } from './ids.ts'
export type { EnterRequest, LinkAnswer, LinkRequest, LinkState } from './link.ts'
export { enterRequest, linkAnswer, linkRequest, linkState } from './link.ts'
export type { IceServer, Media, MeshMedia, Signal, SignalFrame } from './media.ts'
export { iceServer, media, signal, signalFrame } from './media.ts'
export type { LoginResult } from './methods/auth.http.login.ts'
export type { PerMember } from './methods/common.ts'
export type { JoinResult, WaitingResult } from './methods/conference.join.ts'
export type { MediaReport } from './methods/conference.reportMedia.ts'
export type { Topic } from './methods/conference.subscribe.ts'
export { topics } from './methods/conference.subscribe.ts'
export type { Method, Transport } from './methods/define.ts'
export type { MethodName, Methods, ParamsOf, ParsedParamsOf, ResultOf } from './methods/index.ts'
export { isMethodName, methods } from './methods/index.ts'
export type { UserRecord } from './methods/org.user.createUser.ts'
export type { LineMeasure, NetworkLevel } from './network-level.ts'
export { networkLevelOf, networkLevels } from './network-level.ts'
export type {
  RpcAnswer,
  RpcCall,
  RpcFailure,
  RpcFault,
  RpcId,
  RpcRequest,
  RpcSuccess,
} from './rpc/envelope.ts'
export {
  failure,
  isNotification,
  notification,
  rpcFailure,
  rpcFault,
  rpcId,
  rpcRequest,
  rpcSuccess,
  success,
} from './rpc/envelope.ts'
export { exceeds, rpcLimits } from './rpc/limits.ts'
export type { RpcEntry, RpcReading } from './rpc/read.ts'
export { readAnswer, readRpc } from './rpc/read.ts'
export type {
  CaptionView,
  ChatView,
  ConferencePatch,
  ConferenceState,
  ConferenceView,
  EndReason,
  InterpretationView,
  LeaveReason,
  MediaState,
  MemberPatch,
  MemberRole,
  MemberState,
  MemberView,
  QualityItem,
  Reaction,
  SettingsView,
  SpeakersView,
  SpotlightView,
  Track,
} from './views.ts'
export {
  captionView,
  chatView,
  conferencePatch,
  conferenceState,
  conferenceView,
  endReason,
  interpretationView,
  leaveReason,
  mediaState,
  memberPatch,
  memberRole,
  memberState,
  memberView,
  qualityItem,
  reactions,
  settingsView,
  speakersView,
  spotlightView,
  track,
} from './views.ts'
