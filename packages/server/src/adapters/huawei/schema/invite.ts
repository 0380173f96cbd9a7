import { z } from 'zod'
import { type FieldErrors, flag, text, whole } from './read.ts'

/** What can be called: no control characters, no blanks. */
const number = text.pipe(
  z
    .string()
    .trim()
    .min(1)
    .max(127)
    .regex(/^[\x21-\x7e]+$/),
)

/** [HW] 0.5. */
const TYPES = ['normal', 'terminal', 'outside', 'mobile', 'ideahub', 'board', 'hwvision'] as const

/** Who is invited by account needs no number ([HW] 3.5 asks for one always). */
const attendee = z
  .object({
    name: z.string().trim().min(1).max(96),
    phone: number.optional(),
    type: z.literal(TYPES),
    userUUID: text.optional(),
    accountId: text.optional(),
    role: whole.pipe(z.literal([0, 1])).optional(),
    email: z.string().max(255).optional(),
    sms: z.string().max(32).optional(),
    deptName: z.string().max(128).optional(),
  })
  .refine(({ phone, userUUID, accountId }) => Boolean(phone || userUUID || accountId), { path: ['phone'] })
export type InvitedAttendee = z.infer<typeof attendee>

export const inviteBody = z.object({ attendees: z.array(attendee).min(1).max(1_000) })

export const deleteAttendeesBody = z.object({
  bulkDelAttendInfo: z
    .array(z.object({ number: text.pipe(z.string().min(1).max(127)), participantID: z.string().optional() }))
    .min(1)
    .max(1_000),
})

/** The table has `confID` in the body, one sample leaves it to the query. */
export const inviteWithPwdBody = z.object({
  callNum: number,
  confID: text.optional(),
  pwd: text.pipe(z.string().min(1).max(64)),
  orgID: text.optional(),
  numBelongsType: whole.pipe(z.literal([0, 1])).default(0),
  isNotOverlayPidName: flag.optional(),
})
export const inviteWithPwdQuery = z.object({ conferenceID: text.optional(), confID: text.optional() })

export const INVITE_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.111071061',
  fields: {
    attendees: 'MMC.111072023',
    'attendees too_big': 'MMC.111071066',
    'attendees.*.name': 'MMC.111072046',
    'attendees.*.name too_big': 'MMC.111072034',
    'attendees.*.phone': 'MMC.111072031',
    'attendees.*.phone missing': 'MMC.111072031',
    'attendees.*.phone too_big': 'MMC.111072032',
    'attendees.*.phone invalid_format': 'MMC.111072033',
    'attendees.*.role': 'MMC.111072035',
    'attendees.*.email': 'MMC.111072036',
    'attendees.*.sms': 'MMC.111072037',
    'attendees.*.deptName': 'MMC.111071026',
    bulkDelAttendInfo: 'MMC.111072023',
    'bulkDelAttendInfo too_big': 'MMC.111071066',
    'bulkDelAttendInfo.*.number': 'MMC.111072031',
    'bulkDelAttendInfo.*.number too_big': 'MMC.111072032',
    callNum: 'MMC.111072031',
    'callNum too_big': 'MMC.111072032',
    'callNum invalid_format': 'MMC.111072033',
  },
}
