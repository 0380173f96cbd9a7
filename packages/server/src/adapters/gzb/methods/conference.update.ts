import { type ConferenceId, refuse } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'
import { runSettingsOf } from '../settings-view.ts'

/** The settings of a meeting that is on. What was booked, its name, time and password, is not changed by this server yet. */
export const conferenceUpdate: Handler<'conference.update'> = async (house, call, params) => {
  const { confName, startTime, duration, renewPassword, settings, allowUnmute } = params
  if (confName !== undefined || startTime !== undefined || duration !== undefined || renewPassword)
    refuse('unsupported', 'confName, startTime, duration and the password are kept as they were booked')
  const conference = await house.parts.conferences.get(params.confId as ConferenceId)
  const { revision } = await command(house, call, params, 'ChangeSettings', {
    changes: {
      ...runSettingsOf(settings ?? {}, conference.settings),
      ...(allowUnmute === undefined ? {} : { mayUnmute: allowUnmute }),
    },
  })
  return { version: revision }
}
