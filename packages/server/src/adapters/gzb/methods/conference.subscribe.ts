import type { ConferenceId } from '@parley/core'
import { type Topic, topics } from '@parley/protocol'
import { callerOf, connectionOf, followable, type Handler } from '../rpc/call.ts'

/** All but `quality` ([WC] 4.9). */
export const USUAL_TOPICS: ReadonlySet<Topic> = new Set(topics.filter((topic) => topic !== 'quality'))

export const conferenceSubscribe: Handler<'conference.subscribe'> = async (house, call, params) => {
  const connection = connectionOf(call)
  callerOf(call)
  await followable(house, call, params.confId)
  const wished = params.topics
  const { opening, subscription } = await connection.follow({
    confId: params.confId as ConferenceId,
    topics: wished ? new Set(topics.filter((topic) => wished.includes(topic))) : USUAL_TOPICS,
    after: params.lastVersion ? params.lastVersion : null,
    batch: params.batch ?? false,
  })
  call.afterAnswer(() => subscription.release())
  return {
    confId: params.confId,
    version: opening.conference.revision,
    replayed: opening.replay?.length ?? 0,
    complete: opening.replay !== null,
  }
}
