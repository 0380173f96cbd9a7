import type { ConferenceId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceProlong: Handler<'conference.prolong'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'ProlongRun', { minutes: params.minutes })
  const conference = await house.parts.conferences.get(params.confId as ConferenceId)
  return { version: revision, endTime: conference.state === 'running' ? conference.run.endsAt : null }
}
