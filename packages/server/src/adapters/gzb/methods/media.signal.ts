import { type ConferenceId, isInside, personById, refuse, runOf } from '@parley/core'
import { WireError } from '../errors.ts'
import { notice } from '../live/piece.ts'
import { connectionOf, type Handler } from '../rpc/call.ts'

/** [WC] 8.10: handed to the one connection of the other, as it came; `from` is ours to say. */
export const mediaSignal: Handler<'media.signal'> = async ({ parts }, call, params) => {
  const connection = connectionOf(call)
  const confId = params.confId as ConferenceId
  const binding = connection.bindingOf(confId) ?? refuse('not-inside', 'only people inside signal')
  const conference = await parts.conferences.get(confId)
  const run = runOf(conference) ?? refuse('not-started', 'the conference is not running')
  if (params.epoch !== run.media.epoch)
    throw new WireError(741, 'the media were moved since', { epoch: run.media.epoch })
  const target = personById(conference, params.to)
  if (!target || !isInside(target)) refuse('no-participant', 'there is no such participant')
  if (!binding.maySignal()) refuse('too-many', 'too many signals')
  const { kind, payload } = params
  const to = connection.peer(confId, target.id)
  to?.send(
    notice('media.signal', {
      confId,
      from: binding.participantId,
      epoch: params.epoch,
      kind,
      ...(payload === undefined ? {} : { payload }),
    }),
  )
  return { delivered: to !== null }
}
