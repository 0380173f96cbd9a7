import type { ConferenceId } from '@parley/core'
import { connectionOf, type Handler } from '../rpc/call.ts'

/** Stops the frames; whoever is inside stays inside. */
export const conferenceUnsubscribe: Handler<'conference.unsubscribe'> = async (_house, call, params) => {
  connectionOf(call).unfollow(params.confId as ConferenceId)
  return {}
}
