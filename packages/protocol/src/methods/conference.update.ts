import { z } from 'zod'
import { instant } from '../ids.ts'
import { settingsView } from '../views.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceUpdate = defineMethod({
  name: 'conference.update',
  params: onConference.extend({
    confName: z.string().min(1).max(128).optional(),
    startTime: instant.optional(),
    /** Minutes. */
    duration: z.int().min(1).max(1440).optional(),
    /** A word that is none is refused: whoever changes a setting wants it changed. */
    settings: z.strictObject(settingsView.shape).partial().optional(),
    /** Refused while links are not renewed: a caller must not take the old one for dead. */
    renewPassword: z.boolean().optional(),
    /** Ours: whether people may unmute themselves, without muting anybody now. */
    allowUnmute: z.boolean().optional(),
  }),
  result: versionResult.extend({ joinUrl: z.string().optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
