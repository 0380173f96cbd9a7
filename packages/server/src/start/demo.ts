import {
  type Access,
  type Actor,
  type Clock,
  type ConferenceId,
  type Conferences,
  type Ids,
  type Keyring,
  LONGEST_PLAN_MINUTES,
  type Secrets,
  schedule,
  type User,
} from '@parley/core'

const DEMO_KEY = 'demo.conference'

type Parts = {
  conferences: Conferences
  access: Access
  keyring: Keyring
  ids: Ids
  secrets: Secrets
  clock: Clock
  owner: User
}

/** A meeting to try things with: the one of the last start while it lasts, else a new one for a day. */
export async function ensureDemo({
  conferences,
  access,
  keyring,
  ids,
  secrets,
  clock,
  owner,
}: Parts): Promise<{ guest: string; host: string; conferenceId: ConferenceId }> {
  const known = (await keyring.get(DEMO_KEY)) as ConferenceId | null
  const before = known ? await conferences.state(known) : null
  if (before && before.state !== 'closed') return { ...access.links(before), conferenceId: before.id }
  const { id: userId, tenantId, name, account, number, admin } = owner
  const actor: Actor = { is: 'user', userId, tenantId, name, account, number, admin }
  const { conferenceId } = await schedule(
    {
      actor,
      via: 'system',
      title: 'Demo',
      start: clock.now(),
      minutes: LONGEST_PLAN_MINUTES,
      owner,
      invited: [],
      settings: { reopenable: true },
      passwords: {},
    },
    { conferences, ids, secrets },
  )
  await keyring.put(DEMO_KEY, conferenceId)
  return { ...access.links(await conferences.get(conferenceId)), conferenceId }
}
