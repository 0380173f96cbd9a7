import type { Row } from '../row.ts'
import { INTERPRETATION_ROWS } from './interpretation.ts'
import { INVITE_ROWS } from './invites.ts'
import { MEETING_ROWS } from './meeting.ts'
import { PEOPLE_ROWS } from './people.ts'
import { ROLE_ROWS } from './roles.ts'
import { TOKEN_ROWS } from './tokens.ts'

export const ROWS: readonly Row[] = [
  ...TOKEN_ROWS,
  ...INVITE_ROWS,
  ...PEOPLE_ROWS,
  ...ROLE_ROWS,
  ...MEETING_ROWS,
  ...INTERPRETATION_ROWS,
]
