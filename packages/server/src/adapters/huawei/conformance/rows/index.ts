import type { Row } from '../row.ts'
import { HAND_ROWS } from './hands.ts'
import { INTERPRETATION_ROWS } from './interpretation.ts'
import { INVITE_ROWS } from './invites.ts'
import { MEETING_ROWS } from './meeting.ts'
import { MICROPHONE_ROWS } from './microphones.ts'
import { NAME_ROWS } from './names.ts'
import { PASSWORD_INVITE_ROWS } from './password-invites.ts'
import { REMOVAL_ROWS } from './removals.ts'
import { ROLE_ROWS } from './roles.ts'
import { SETTING_ROWS } from './settings.ts'
import { TOKEN_ROWS } from './tokens.ts'
import { WAITING_ROOM_ROWS } from './waiting-room.ts'

/** In the order of the document that is made of them. */
export const ROWS: readonly Row[] = [
  ...TOKEN_ROWS,
  ...INVITE_ROWS,
  ...PASSWORD_INVITE_ROWS,
  ...REMOVAL_ROWS,
  ...MICROPHONE_ROWS,
  ...NAME_ROWS,
  ...HAND_ROWS,
  ...ROLE_ROWS,
  ...MEETING_ROWS,
  ...WAITING_ROOM_ROWS,
  ...SETTING_ROWS,
  ...INTERPRETATION_ROWS,
]
