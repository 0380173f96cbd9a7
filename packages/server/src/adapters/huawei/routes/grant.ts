import type { Actor, Conference } from '@parley/core'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import type { Grant, Tokens } from '../tokens.ts'

export type Controls = Pick<HuaweiParts, 'conferences'> & { tokens: Tokens }

/** What a control token allows at this conference, now; one error for all that may be wrong with it ([HW] 4.4). */
export async function grantFor(
  conferenceId: string,
  shown: string,
  { conferences, tokens }: Controls,
): Promise<{ grant: Grant; token: string; conference: Conference }> {
  const found = await tokens.readControl(shown)
  if (!found || found.conferenceId !== conferenceId) throw new WireError('MMC.111072065')
  const conference = await conferences.state(found.conferenceId)
  if (conference?.state !== 'running' || conference.run.id !== found.runId)
    throw new WireError('MMC.111072065')
  const { token, ...grant } = found
  return { grant, token, conference }
}

/** `name`: of the account behind the token, if there is one; others are shown it beside what the token does. */
export function actorOf({ level, userId }: Pick<Grant, 'level' | 'userId'>, name?: string): Actor {
  return { is: 'token', level, userId, name: name ?? (level === 'host' ? 'host token' : 'guest token') }
}
