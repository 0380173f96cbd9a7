import { type Conference, isInside, type Participant, refuse, runOf } from '@parley/core'
import type { Media } from '@parley/protocol'
import type { GzbParts } from './parts.ts'
import { feedOf } from './views.ts'

/** Upper bound of what a page sends to each other page, bit/s. */
const MAX_BITRATE = 1_000_000

/** Where the media of somebody inside flow ([WC] 4.6, 8.10). */
export function mediaOf(
  { iceServers, policies }: Pick<GzbParts, 'iceServers' | 'policies'>,
  conference: Conference,
  person: Participant,
): Media {
  const run = runOf(conference) ?? refuse('not-started', 'the conference is not running')
  if (!isInside(person)) refuse('not-inside', 'only people inside have media')
  const feedId = feedOf(person)
  return {
    driver: 'mesh',
    epoch: run.media.epoch,
    feedId,
    iceServers: [...iceServers],
    publish: feedId === null ? null : { maxBitrate: MAX_BITRATE },
    maxPublishers: policies.meshPeople,
    maxWatchers: policies.meshWatchers,
    deadline: null,
  }
}
