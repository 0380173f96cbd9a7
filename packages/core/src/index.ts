export { type Access, createAccess } from './access/access.ts'
export { currentRunId, guestIsWelcome } from './access/guest-access.ts'
export { decodeLink, encodeLink, linkPrefix, plainLink } from './access/link-segment.ts'
export { type ChosenPasswords, drawPasswords, type OpenPasswords, openPasswords } from './access/passwords.ts'
export { type Actor, actorId, participantOf, type RecordedActor, type SystemName, type Via } from './actor.ts'
export { whyNotStart } from './conference/commands/may-start.ts'
export type {
  Answer,
  Command,
  CommandParams,
  CommandType,
  Invitee,
  PersonResult,
  Proof,
  Request,
  Whom,
} from './conference/commands.ts'
export { decide } from './conference/decide.ts'
export {
  type ConferenceEvent,
  EVENT_TYPES,
  type EventData,
  type EventOf,
  type EventType,
  type InvitationOutcome,
  type LobbyOutcome,
  PERSONAL_ACTOR_FIELDS,
  PERSONAL_FIELDS,
  type Recorded,
  type RunEndReason,
  type Subject,
  type Unpositioned,
} from './conference/events.ts'
export { evolve } from './conference/evolve.ts'
export { nextDue } from './conference/next-due.ts'
export {
  CHAT_KEPT,
  CHAT_LENGTH,
  DEFAULT_POLICIES,
  LONGEST_PLAN_MINUTES,
  NAME_LENGTH,
  type Policies,
  TITLE_LENGTH,
} from './conference/policies.ts'
export { hasFloor, requireInviting, type Standing, standingOf } from './conference/rights.ts'
export type { Context, Draw } from './conference/scene.ts'
export { DEFAULT_SETTINGS, type RunSettings, type Settings } from './conference/settings.ts'
export {
  type CaptionLine,
  type NetworkSample,
  REACTIONS,
  type Reaction,
  type Signal,
  type SignalDraft,
  type SignalOf,
  type SignalType,
  type Speaker,
} from './conference/signals.ts'
export {
  type Bits,
  type Captions,
  type ChatMessage,
  type ClosedHow,
  type Conference,
  type Device,
  type GoneReason,
  type Interpretation,
  type InterpreterGroup,
  insiders,
  isAtTheDoor,
  isInside,
  isOpen,
  isWaiting,
  type Layout,
  type MediaState,
  maySee,
  type Owner,
  type Participant,
  type Plan,
  type Presence,
  personById,
  plannedEnd,
  type Role,
  type Run,
  raisedHands,
  runOf,
  type Sealed,
  type Spotlight,
  type Who,
  waitingPeople,
} from './conference/state.ts'
export { createFeed, type Feed, type Opening, type Reader } from './feed/feed.ts'
export {
  type CommandId,
  type ConferenceId,
  type EventId,
  type GuestId,
  HOME_TENANT,
  type InvitationId,
  type ParticipantId,
  type RunId,
  type TenantId,
  type UserId,
} from './ids.ts'
export { DAY, HOUR, type Instant, MINUTE, SECOND } from './instant.ts'
export { type Conferences, createConferences, type KernelParts } from './kernel/conferences.ts'
export { fold } from './kernel/fold.ts'
export { recoverPresence } from './kernel/recover.ts'
export { type Booking, schedule } from './kernel/schedule.ts'
export { startTimers } from './kernel/timers.ts'
export {
  createNetworks,
  type LineSample,
  type Networks,
} from './network/networks.ts'
export type { Bus, News } from './ports/bus.ts'
export type { Clock } from './ports/clock.ts'
export type {
  Append,
  AppendResult,
  ConferenceFilter,
  ConferenceIndex,
  ConferenceStore,
  KeptAnswer,
} from './ports/conference-store.ts'
export type {
  Consent,
  Courier,
  Parcel,
  PreparedParcel,
  PrepareParcel,
  Receipt,
} from './ports/courier.ts'
export type { Directory, NewUser, User } from './ports/directory.ts'
export type { Erasure } from './ports/erasure.ts'
export type { Guest, Guests } from './ports/guests.ts'
export type { Ids } from './ports/ids.ts'
export type { Keyring } from './ports/keyring.ts'
export type { Log } from './ports/log.ts'
export type {
  DeadLetterFilter,
  DeliveryFilter,
  DueTarget,
  NewAttempt,
  NewDelivery,
  NewRule,
  NewTarget,
  PushStore,
  StateChange,
  TargetCounts,
} from './ports/push-store.ts'
export type { MacPurpose, Secrets } from './ports/secrets.ts'
export type { Ticket, TicketKind, Tickets } from './ports/tickets.ts'
export { builtInBus, listedBuses } from './push/built-in-buses.ts'
export {
  type Attempt,
  afterAttempt,
  type Delivery,
  type DeliveryStatus,
  type NextStep,
  succeeded,
} from './push/delivery.ts'
export { type BusEvent, EVENT_MEMBERS, type PushEvent } from './push/event.ts'
export { BUILT_IN_BUSES, type EventBus, HOOK_BUS, MEETING_BUS, OWN_BUS } from './push/event-bus.ts'
export {
  MOST_BATCH_BYTES,
  MOST_BUSES,
  MOST_EVENT_BYTES,
  MOST_EVENTS_AT_ONCE,
  MOST_RULES,
  MOST_TARGETS,
  NAME_SHAPE,
  RESERVED_BUS_NAMES,
} from './push/limits.ts'
export { catchUp } from './push/matching/catch-up.ts'
export { createMatcher, type Matcher, type MatcherParts } from './push/matching/matcher.ts'
export { type Encode, owe } from './push/matching/owe.ts'
export { type EncodeTarget, encodingOf, scopeOf } from './push/matching/rule-index.ts'
export type { Alias, Aliases } from './push/pattern/aliases.ts'
export { createPatternIndex, type PatternIndex } from './push/pattern/create-pattern-index.ts'
export {
  type AlternativeExplanation,
  type Explanation,
  explain,
  type FieldExplanation,
} from './push/pattern/explain.ts'
export { matchable } from './push/pattern/matchable.ts'
export { matches } from './push/pattern/matches.ts'
export {
  PATTERN_LIMITS,
  type ParsedPattern,
  type PatternLimits,
  type PatternOptions,
  parsePattern,
} from './push/pattern/parse-pattern.ts'
export type { Matchable, Pattern } from './push/pattern/pattern.ts'
export { scoped } from './push/pattern/scope.ts'
export type { Probe, ProbePoint } from './push/probe.ts'
export type { Replay } from './push/replay/replay.ts'
export { createReplayer, type Replayer, type ReplayerParts } from './push/replay/replayer.ts'
export {
  type CountReplayParts,
  countReplay,
  DEFAULT_REPLAY_RATE,
  type ReplayWish,
  resumeAndReplay,
  startReplay,
} from './push/replay/start-replay.ts'
export {
  type Chance,
  lastAttemptWithin,
  RETRY_STRATEGIES,
  type RetryStrategy,
  waitAfter,
} from './push/retry.ts'
export {
  type Dialect,
  type Rule,
  type RuleChange,
  type RuleScope,
  runningSince,
  type SignatureSet,
  type Signing,
  type Target,
  type TargetSettings,
  type TargetState,
} from './push/rule.ts'
export {
  createDeliveryWorker,
  DEFAULT_WORKER_LIMITS,
  type DeliveryWorker,
  type DueHint,
} from './push/sending/worker.ts'
export type { DeliveryWorkerParts, WorkerLimits } from './push/sending/worker-parts.ts'
export { siteRecord, targetName } from './push/site-record.ts'
export { checkTargetHeaders, isReservedHeader } from './push/target-headers.ts'
export { type By, pauseTarget, resumeTarget } from './push/target-state.ts'
export { type Tell, tellAll } from './push/tell.ts'
export { TEST_EVENT_TYPE } from './push/test-event.ts'
export {
  compileTransform,
  TRANSFORM_FORMS,
  type Transform,
  type Transformed,
} from './push/transform/transform.ts'
export { isWebhookSecret, SECRET_PREFIXES } from './push/webhook-secret.ts'
export { REFUSAL_CODES, Refusal, type RefusalCode, type RefusalDetails, refuse } from './refusal.ts'
export { erasedId, erasePerson } from './site/erase-person.ts'
export {
  type ErasedPerson,
  type ForeignEvent,
  type NewSiteEvent,
  NOT_IN_EVENT_TEXT,
  type PauseReason,
  SITE,
  SITE_EVENT_TYPES,
  type SiteEventData,
  type SiteEventType,
  type SiteRecorded,
  type TargetName,
} from './site/events.ts'
export { isSiteEntry, type LogEntry, type OutsideData, outsideData } from './site/log-entry.ts'
export { placeSiteEvents } from './site/record.ts'
export { createSpeakers, type Speakers } from './speaking/speakers.ts'
export { createCalendar } from './statistics/calendar.ts'
export { startStatistics } from './statistics/start-statistics.ts'
