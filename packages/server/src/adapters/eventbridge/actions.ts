/**
 * `action` words ([AL] 1.5). From the documents: `meeting_start`, `meeting_end`, `camera_off`; the others are ours by
 * symmetry, and `EventBridgeSettings.actions` may replace any of them.
 */
export type Action =
  | 'meeting_start'
  | 'meeting_end'
  | 'member_join'
  | 'member_leave'
  | 'mic_on'
  | 'mic_off'
  | 'camera_on'
  | 'camera_off'
