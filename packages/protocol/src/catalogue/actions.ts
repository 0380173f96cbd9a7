/**
 * `action` words of the cloud document's meeting events ([AL] 1.5). From its pages: `meeting_start`, `meeting_end`,
 * `camera_off`; the others are ours by symmetry, and a setting may replace any of them.
 */
export const MEETING_ACTIONS = [
  'meeting_start',
  'meeting_end',
  'member_join',
  'member_leave',
  'mic_on',
  'mic_off',
  'camera_on',
  'camera_off',
  'speaker_on',
  'speaker_off',
  'share_on',
  'share_off',
] as const

/** Only for targets that ask for extended events. */
export const EXTENDED_ACTIONS = [
  'hand_up',
  'hand_down',
  'record_on',
  'record_off',
  'host_on',
  'host_off',
  'rename',
  'lock_on',
  'lock_off',
] as const

export type EventAction = (typeof MEETING_ACTIONS)[number] | (typeof EXTENDED_ACTIONS)[number]
