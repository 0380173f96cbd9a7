import { RpcError } from '../errors.ts'
import type { Socket } from '../socket/socket.ts'
import type { JoinOptions, JoinOutcome } from './options.ts'

/** All places with media are taken. */
const noPlace = 739

/** `sends` false: came in to watch, by wish or because there was no other place. */
export type Entrance = { outcome: JoinOutcome; sends: boolean }

/** One `conference.join`, and with `orWatch` a second one without media when the first finds no place. */
export const enterBy = async (
  socket: Pick<Socket, 'call'>,
  confId: string,
  { orWatch, now: _, ...wish }: JoinOptions,
): Promise<Entrance> => {
  const attempt = (media: JoinOptions['media']) =>
    socket.call('conference.join', { confId, ...wish, media, batch: true })
  const sends = wish.media.audio || wish.media.video
  try {
    return { outcome: await attempt(wish.media), sends }
  } catch (error) {
    if (!orWatch || !sends || !(error instanceof RpcError) || error.code !== noPlace) throw error
    return { outcome: await attempt({ audio: false, video: false }), sends: false }
  }
}
