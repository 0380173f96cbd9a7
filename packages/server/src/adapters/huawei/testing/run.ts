import { createHash } from 'node:crypto'
import {
  type CommandParams,
  type CommandType,
  type Conference,
  createConferences,
  createFeed,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type Recorded,
  Refusal,
  schedule,
  type User,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryDirectory,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import { Encoder } from '../present/encoder.ts'
import { actorFor } from '../routes/caller.ts'

/** A running conference with its encoder; commands are decided by the real core. */
export async function openRun() {
  const clock = new FakeClock()
  const ids = createSequentialIds()
  const secrets = createTestSecrets()
  const store = createMemoryConferenceStore()
  const onError = (error: unknown): void => {
    throw error
  }
  const bus = createMemoryBus(onError)
  const policies = DEFAULT_POLICIES
  const conferences = createConferences({ store, bus, clock, ids, policies, tenantId: HOME_TENANT, onError })
  const feed = createFeed({ conferences, store, bus, onError })
  const directory = createMemoryDirectory()
  const users: User[] = []
  for (const account of ['alice', 'bob', 'carol', 'dave']) {
    const id = ids.userId()
    const fresh = { id, tenantId: HOME_TENANT, account, name: account, mobile: '', email: '', admin: false }
    users.push(await directory.create({ ...fresh, createdAt: clock.now() }))
  }
  const [alice, bob, carol] = users as [User, User, User]
  const { conferenceId } = await schedule(
    {
      actor: actorFor(alice),
      via: 'rest',
      title: 'Weekly sync',
      start: null,
      minutes: 60,
      owner: alice,
      invited: [bob, carol],
      settings: { reopenable: true },
      passwords: { host: '482913', guest: '771205' },
    },
    { conferences, ids, secrets },
  )
  const log: Recorded[] = []
  let encoder: Encoder | undefined
  let over = false
  await feed.open(conferenceId, null, {
    onOpen({ conference }) {
      if (conference.state !== 'running') throw new Error('it begins at once')
      encoder = new Encoder(
        conference,
        conference.run,
        { speakers: null, network: null },
        {
          now: () => clock.now(),
          digest: (text) => createHash('sha256').update(text).digest('hex'),
          surroundings: () => ({
            passwords: { host: '482913', guest: '771205', link: 'ABCDEFGH' },
            links: { guest: 'https://meet.example.org/gzbwclient/conference/abcd' },
          }),
        },
      )
    },
    onEvents(events, conference) {
      log.push(...events)
      over = encoder?.apply(events, conference) ?? false
    },
  })
  return {
    clock,
    conferenceId,
    users,
    log,
    encoder: encoder as Encoder,
    get over() {
      return over
    },
    conference: (): Promise<Conference> => conferences.get(conferenceId),
    /** True when it was done. */
    async act<T extends CommandType>(
      who: User | string,
      type: T,
      params: CommandParams[T],
    ): Promise<boolean> {
      const actor =
        who === TIMER
          ? { is: 'system', name: 'timer' }
          : typeof who === 'string'
            ? { is: 'guest', guestId: who, name: who, number: `90${who.length}` }
            : actorFor(who)
      try {
        const request = { type, params, id: ids.commandId(), conferenceId, actor, via: 'page' }
        await conferences.execute(request as Parameters<typeof conferences.execute>[0])
        return true
      } catch (error) {
        if (error instanceof Refusal) return false
        throw error
      }
    },
    join(who: User | string, media = { audio: true, video: false }): Promise<boolean> {
      const name = typeof who === 'string' ? who : who.name
      const rest = { name, device: 'desktop', media, micOff: false, cameraOff: true } as const
      return this.act(who, 'Join', { proof: 'guest', ...rest })
    },
  }
}
export const TIMER = 'timer'

export type OpenRun = Awaited<ReturnType<typeof openRun>>
