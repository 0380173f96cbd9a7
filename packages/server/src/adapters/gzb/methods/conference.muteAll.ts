import type { ConferenceId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

/** Without allowUnmute what held before holds on. */
export const conferenceMuteAll: Handler<'conference.muteAll'> = async (house, call, params) => {
  const { settings } = await house.parts.conferences.get(params.confId as ConferenceId)
  const answer = await command(house, call, params, 'MuteAll', {
    mayUnmute: params.allowUnmute ?? settings.mayUnmute,
  })
  return { version: answer.revision }
}
