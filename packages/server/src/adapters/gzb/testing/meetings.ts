/** Conferences, their bus and their feed on memory ports and a clock that stands still. For tests. */
import {
  type Actor,
  type Booking,
  type ConferenceId,
  createConferences,
  createFeed,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type Policies,
  schedule,
  type User,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'

type Ground = {
  clock: FakeClock
  ids: ReturnType<typeof createSequentialIds>
  store: ReturnType<typeof createMemoryConferenceStore>
}

export const freshGround = (): Ground => ({
  clock: new FakeClock(),
  ids: createSequentialIds(),
  store: createMemoryConferenceStore(),
})

export function createMeetings<G extends Ground>(
  ground: G,
  {
    onError,
    policies = DEFAULT_POLICIES,
  }: { onError: Parameters<typeof createMemoryBus>[0]; policies?: Policies },
) {
  const { clock, ids, store } = ground
  const bus = createMemoryBus(onError)
  const conferences = createConferences({
    store,
    bus,
    clock,
    ids,
    policies,
    tenantId: HOME_TENANT,
    onError,
  })
  const feed = createFeed({ conferences, store, bus, onError })

  /** A running conference of that account. */
  async function book(
    owner: Extract<Actor, { is: 'user' }>,
    more: Partial<Pick<Booking, 'minutes' | 'invited' | 'settings'>> = {},
  ): Promise<ConferenceId> {
    const { conferenceId } = await schedule(
      {
        actor: owner,
        via: 'rpc',
        title: 'Weekly',
        start: null,
        minutes: null,
        owner: { ...owner, id: owner.userId },
        invited: [],
        settings: {},
        passwords: {},
        ...more,
      },
      { conferences, ids, secrets: createTestSecrets() },
    )
    return conferenceId
  }

  return { ...ground, bus, conferences, feed, book }
}

/** An account as it stands in the directory. */
export function userOf({ userId, tenantId, account, name, number }: Extract<Actor, { is: 'user' }>): User {
  return {
    id: userId,
    tenantId,
    account,
    name,
    number,
    mobile: '',
    email: '',
    admin: false,
    status: 'normal',
    createdAt: 0,
    changedAt: 0,
  }
}
