/** [WC] 4.6. No startTime = starts now. */
import { z } from 'zod'
import { confId, idemKey, instant } from '../ids.ts'
import { conferenceState, settingsView } from '../views.ts'
import { both, defineMethod } from './define.ts'

export const conferenceCreate = defineMethod({
  name: 'conference.create',
  params: z.object({
    confName: z.string().min(1).max(128),
    startTime: instant.optional(),
    /** Minutes. */
    duration: z.int().min(1).max(1440).optional(),
    /** The link's password, alone it selects the meeting. */
    password: z.string().min(6).max(64).optional(),
    /** userIds. */
    members: z.array(z.string().min(1).max(64)).max(500).optional(),
    settings: settingsView.partial().optional(),
    /** Ours, as in the conference itself: people inside at once. */
    maxMembers: z.int().min(1).optional(),
    /** Ours: for whom a service makes it; an account. Others may only name themselves. */
    createdBy: z.string().min(1).max(64).optional(),
    idemKey,
  }),
  result: z.object({
    confId,
    confName: z.string(),
    password: z.string(),
    joinUrl: z.string(),
    state: conferenceState,
    startTime: instant.nullable(),
    version: z.int().min(0),
    /** Ours, to the creator: the way in with the host's rights, and the passwords for entering by number. */
    hostUrl: z.string().optional(),
    hostPassword: z.string().optional(),
    guestPassword: z.string().nullable().optional(),
  }),
  over: both,
  token: 'needed',
  changes: true,
})
