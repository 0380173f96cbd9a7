import { z } from 'zod'
import { type FieldErrors, flag, text, whole } from './read.ts'

const pid = z.string().min(1)
/** Most people that one call names. */
const MOST_PEOPLE = 1_000

/** Bodies of [HW] 3.5. */
export const muteOneBody = z.object({ isMute: flag })
export const muteAllBody = z.object({ isMute: flag, allowUnmuteByOneself: flag.default(true) })
export const guestUnmuteBody = z.object({ allowUnmuteByOneself: flag })
export const lockBody = z.object({ isLock: flag })
export const nameBody = z.object({
  number: text.pipe(z.string().min(1).max(127)),
  newName: z.string().trim().min(1).max(64),
  participantID: z.string().optional(),
})
export const hangUpBody = z.object({ bulkHangUpParticipants: z.array(pid).min(1).max(MOST_PEOPLE) })
export const handBody = z.object({ handsState: flag })
export const handsBody = z.object({ handsState: flag, pids: z.array(pid).min(1).max(MOST_PEOPLE) })
export const roleBody = z.object({
  applyChair: flag,
  chairmanPwd: text.pipe(z.string().max(64)).optional(),
})
export const cohostBody = z.object({ isCohost: flag })
export const shareInviteBody = z.object({ share: flag })
/** 0 = on, 1 = off, unlike every other switch ([HW] 3.5). */
export const videoBody = z.object({ status: flag.transform((isOff) => ({ on: !isOff })) })
export const admitBody = z.object({ allowAll: flag.default(false), participantID: pid.optional() })
export const waitingRoomBody = z.object({ participantID: pid })
export const waitingRoomsBody = z.object({ batchParticipants: z.array(pid).min(1).max(MOST_PEOPLE) })
export const participantQuery = z.object({ participantID: pid })

/** The longest automatic extension, as in bookings ([HW] 3.2.1 `prolongLength`). */
const LONGEST_PROLONG = 60

export const durationBody = z
  .object({ auto: flag, duration: whole.pipe(z.int().min(1).max(1440)).default(15) })
  .refine(({ auto, duration }) => !auto || duration <= LONGEST_PROLONG, { path: ['duration'] })

/** `audienceCallInRestriction` is for the audience of webinars, which are not had here: checked, and not kept. */
export const startedConfigBody = z.object({
  lockSharing: flag.optional(),
  callInRestriction: whole.pipe(z.literal([0, 2, 3])).optional(),
  allowUnmuteByOneself: flag.optional(),
  chatPermission: whole.pipe(z.literal([1, 2, 3, 4])).optional(),
  audienceCallInRestriction: whole.pipe(z.literal([0, 2])).optional(),
  clientRecMode: whole.pipe(z.literal([0, 1, 2])).optional(),
  allowOpenCamera: flag.optional(),
  allowRename: flag.optional(),
  isLock: flag.optional(),
  freeShare: flag.optional(),
})

export const CONTROL_QUERY_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.112100029',
  fields: {},
}

const SWITCH = 'MMC.111072045'
const NOBODY_GIVEN = 'MMC.111072023'
const TOO_MANY = 'MMC.111071066'

export const CONTROL_BODY_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.111071061',
  fields: {
    isMute: SWITCH,
    allowUnmuteByOneself: SWITCH,
    isLock: SWITCH,
    auto: SWITCH,
    handsState: SWITCH,
    applyChair: SWITCH,
    isCohost: SWITCH,
    share: SWITCH,
    status: SWITCH,
    allowAll: SWITCH,
    lockSharing: SWITCH,
    allowOpenCamera: SWITCH,
    allowRename: SWITCH,
    freeShare: SWITCH,
    duration: 'MMC.111073014',
    bulkHangUpParticipants: NOBODY_GIVEN,
    'bulkHangUpParticipants too_big': TOO_MANY,
    pids: NOBODY_GIVEN,
    'pids too_big': TOO_MANY,
    batchParticipants: NOBODY_GIVEN,
    'batchParticipants too_big': TOO_MANY,
    number: 'MMC.111072031',
    'number too_big': 'MMC.111072032',
    newName: 'MMC.111072046',
    'newName too_big': 'MMC.111072047',
  },
}
