import { z } from 'zod'
import type { FieldErrors } from './read.ts'
import { flag, text, whole } from './read.ts'

const MEDIA = new Set(['Voice', 'Video', 'HDVideo', 'Data'])

const attendee = z.object({
  userUUID: text.optional(),
  accountId: text.optional(),
  phone: text.pipe(z.string().max(127)).optional(),
  name: z.string().max(96).optional(),
  role: whole.pipe(z.literal([0, 1])).optional(),
  email: z.string().max(255).optional(),
  sms: z.string().max(32).optional(),
  deptName: z.string().max(128).optional(),
  isMute: flag.optional(),
  isAutoInvite: flag.optional(),
})
export type Attendee = z.infer<typeof attendee>

const confConfigInfo = z.object({
  isAutoMute: flag.optional(),
  isGuestFreePwd: flag.optional(),
  callInRestriction: whole.pipe(z.literal([0, 2, 3])).optional(),
  allowGuestStartConf: flag.optional(),
  guestPwd: text.pipe(z.string().regex(/^(\d{4,16})?$/)).optional(),
  vmrIDType: flag.optional(),
  prolongLength: whole.pipe(z.int().min(0).max(60)).optional(),
  enableWaitingRoom: flag.optional(),
})

/** [HW] 3.2.1. What is not named here is ignored. */
export const scheduleConf = z.object({
  mediaTypes: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every((one) => MEDIA.has(one))),
  startTime: z
    .string()
    .transform((wall) => (wall.trim() === '' ? null : wallTime(wall.trim())))
    .refine((at) => at === null || !Number.isNaN(at))
    .optional(),
  length: whole.pipe(z.int().min(15).max(1440)).optional(),
  subject: z.string().max(128).optional(),
  attendees: z.array(attendee).max(1_000).optional(),
  confConfigInfo: confConfigInfo.optional(),
  timeZoneID: text.pipe(z.string().regex(/^([1-9]|[1-6]\d|7[0-3])$/)).optional(),
  language: z.literal(['zh-CN', 'en-US']).optional(),
  encryptMode: whole.pipe(z.literal([0, 1, 2])).optional(),
  vmrFlag: whole.pipe(z.literal([0, 1])).optional(),
  confResType: whole.pipe(z.literal([0, 1, 2])).optional(),
  concurrentParticipants: whole.pipe(z.int().min(0)).optional(),
  recordType: whole.pipe(z.literal([0, 1, 2, 3])).optional(),
  isAutoRecord: flag.optional(),
  liveAddress: z.string().max(255).optional(),
  auxAddress: z.string().max(255).optional(),
  cycleParams: z.unknown().optional(),
  supportSimultaneousInterpretation: flag.optional(),
  groupuri: z.string().max(31).optional(),
})
export type ScheduleConf = z.infer<typeof scheduleConf>

export const SCHEDULE_CONF_ERRORS: FieldErrors = {
  missing: 'MMC.111071016',
  otherwise: 'MMC.111071061',
  fields: {
    mediaTypes: 'MMC.111071018',
    length: 'MMC.111071021',
    subject: 'MMC.111071022',
    attendees: 'MMC.111071066',
    'attendees.*.phone': 'MMC.111072032',
    'attendees.*.name': 'MMC.111072034',
    'attendees.*.role': 'MMC.111072035',
    'attendees.*.email': 'MMC.111071024',
    'attendees.*.sms': 'MMC.111071025',
    'attendees.*.deptName': 'MMC.111071026',
    'attendees.*.isMute': 'MMC.111072038',
    'attendees.*.isAutoInvite': 'MMC.111072039',
    'confConfigInfo.guestPwd': 'MMC.111071080',
    language: 'MMC.111071035',
    encryptMode: 'MMC.111071034',
    vmrFlag: 'MMC.111071047',
    confResType: 'MMC.111071019',
    concurrentParticipants: 'MMC.111071017',
    recordType: 'MMC.111071038',
    isAutoRecord: 'MMC.111071032',
    liveAddress: 'MMC.111071039',
    auxAddress: 'MMC.111071040',
    groupuri: 'MMC.111071023',
  },
}

/** `yyyy-MM-dd HH:mm` in UTC to epoch ms; NaN when it is no such moment. */
function wallTime(wall: string): number {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(wall)
  if (!match) return Number.NaN
  const at = Date.parse(`${match[1]}T${match[2]}:00Z`)
  // The 31st of February is read as the 3rd of March by some engines.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 16) !== `${match[1]}T${match[2]}`
    ? Number.NaN
    : at
}
