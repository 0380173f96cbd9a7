import type { MemberId, MemberView } from '@parley/protocol'
import { isInside, sends, servedWatchers } from '../mirror/select.ts'
import type { MirrorState } from '../mirror/state.ts'

export type Wanted = {
  /** With whom there is to be a connection. */
  pairs: ReadonlyMap<MemberId, MemberView>
  unserved: boolean
}

/**
 * Media flow between two of whom one sends; to a watcher only when it is among those served. Both sides decide alike, by the
 * mirror alone.
 */
export const wantedBy = (
  selfId: MemberId,
  { members }: Pick<MirrorState, 'members'>,
  maxWatchers: number,
): Wanted => {
  const pairs = new Map<MemberId, MemberView>()
  const me = members.get(selfId)
  // Once the others have let go of us, what stands here leads nowhere.
  if (!me || !isInside(me)) return { pairs, unserved: false }
  const served = servedWatchers({ members }, maxWatchers)
  const iSend = sends(me)
  if (!iSend && !served.has(selfId)) return { pairs, unserved: true }
  for (const [id, member] of members)
    if (id !== selfId && isInside(member) && (sends(member) || (iSend && served.has(id))))
      pairs.set(id, member)
  return { pairs, unserved: false }
}
