import type { ConferenceId, Instant } from '@parley/core'
import type { Eyes } from './identity.ts'

/**
 * The types this server sends, in the order of those that belong to one moment: the strictest client known needs the attendees
 * first ([HW] 2.3). `ChannelAndParticipantsNotify` is what older clients call
 * ParticipantsNotify.
 */
export const SENT_TYPES = [
  'AttendeesNotify',
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'ChannelAndParticipantsNotify',
  'WaitingListNotify',
  'InterpreterGroupNotify',
  'CustomMultiPicNotify',
  'InviteResultNotify',
  'SpeakerChangeNotify',
  'NetConditionNotify',
  'NetworkQualityNotify',
  'RealTimeSubtitleNotify',
] as const
export type NotifyType = (typeof SENT_TYPES)[number]

/** Those of the types that somebody with these eyes is told of: who waits is for hosts. */
export function readable(types: ReadonlySet<NotifyType>, eyes: Eyes): ReadonlySet<NotifyType> {
  return eyes === 'host' ? types : new Set([...types].filter((type) => type !== 'WaitingListNotify'))
}

/** Seen in clients, taken in Subscribe, never sent: nobody documents them. */
export const SILENT_TYPES = [
  'OperationResultNotify',
  'BreakoutSettingNotify',
  'DynamicBreakoutSubConfsNotify',
  'DynamicBCAttendeesNotify',
  'ViewPriorityListNotify',
] as const

export type Envelope = {
  action: NotifyType
  /** 32 hex. */
  msgID: string
  /** 0 full, 1 increment. */
  msgMode: 0 | 1
  version: number
  createTime: Instant
  confID: ConferenceId
  /** Ours: everything subscribed is told up to here; a later Subscribe with it as `cursor` goes on from there. */
  revision: number
  /** Ours: what the client knew is void. */
  reset?: true
}

export type Payload = readonly unknown[] | Record<string, unknown>

/** [HW] 2.3. A list travels in `data`, facts are laid out beside the envelope. */
export function pushText(envelope: Envelope, payload: Payload): string {
  const rest = Array.isArray(payload) ? { data: payload } : payload
  if (envelope.action !== 'RealTimeSubtitleNotify') return JSON.stringify({ ...envelope, ...rest })
  // In this type alone these are documented as texts.
  const { version, createTime } = envelope
  return JSON.stringify({ ...envelope, version: String(version), createTime: String(createTime), ...rest })
}
