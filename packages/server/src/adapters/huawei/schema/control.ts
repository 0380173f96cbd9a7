import { z } from 'zod'
import { type FieldErrors, flag, text, whole } from './read.ts'

/** Bodies of [HW] 3.5. */
export const muteOneBody = z.object({ isMute: flag })
export const muteAllBody = z.object({ isMute: flag, allowUnmuteByOneself: flag.default(true) })
export const lockBody = z.object({ isLock: flag })
export const nameBody = z.object({
  number: text.pipe(z.string().min(1).max(127)),
  newName: z.string().trim().min(1).max(64),
  participantID: z.string().optional(),
})
export const hangUpBody = z.object({ bulkHangUpParticipants: z.array(z.string()).min(1).max(1_000) })
export const durationBody = z.object({
  auto: flag,
  duration: whole.pipe(z.int().min(1).max(1440)).default(15),
})
export const participantQuery = z.object({ participantID: z.string().min(1) })

export const CONTROL_QUERY_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.112100029',
  fields: {},
}

export const CONTROL_BODY_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.111071061',
  fields: {
    isMute: 'MMC.111072045',
    allowUnmuteByOneself: 'MMC.111072045',
    isLock: 'MMC.111072045',
    auto: 'MMC.111072045',
    duration: 'MMC.111073014',
    bulkHangUpParticipants: 'MMC.111072023',
    number: 'MMC.111072031',
    'number too_big': 'MMC.111072032',
    newName: 'MMC.111072046',
    'newName too_big': 'MMC.111072047',
  },
}
