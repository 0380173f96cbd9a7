import type { ConferenceId } from '@parley/core'
import { sampleOf } from '../receive.ts'
import { connectionOf, type Handler } from '../rpc/call.ts'

/** A hint from a page about itself: nothing is answered, and what comes from outside is dropped. */
export const conferenceReportMedia: Handler<'conference.reportMedia'> = async (_house, call, params) => {
  const { epoch, mediaState, level, quality } = params
  connectionOf(call)
    .bindingOf(params.confId as ConferenceId)
    ?.report({
      epoch,
      ...(mediaState === undefined ? {} : { mediaState }),
      ...(level === undefined ? {} : { level }),
      ...(quality === undefined ? {} : { quality: sampleOf(quality) }),
    })
  return {}
}
