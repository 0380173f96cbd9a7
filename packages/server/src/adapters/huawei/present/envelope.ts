import type { ConferenceId, Instant } from '@parley/core'

/** The types this server sends. `ChannelAndParticipantsNotify` is what older clients call ParticipantsNotify. */
export const SENT_TYPES = [
  'AttendeesNotify',
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'ChannelAndParticipantsNotify',
  'SpeakerChangeNotify',
] as const
export type NotifyType = (typeof SENT_TYPES)[number]

/** Documented or seen in clients, taken in Subscribe, not sent (README). */
export const SILENT_TYPES = [
  'NetConditionNotify',
  'InviteResultNotify',
  'RealTimeSubtitleNotify',
  'WaitingListNotify',
  'InterpreterGroupNotify',
  'CustomMultiPicNotify',
  'NetworkQualityNotify',
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

/** [HW] 2.3. A list travels in `data`, facts are laid out beside the envelope. */
export function pushText(envelope: Envelope, payload: readonly unknown[] | Record<string, unknown>): string {
  return JSON.stringify(Array.isArray(payload) ? { ...envelope, data: payload } : { ...envelope, ...payload })
}
