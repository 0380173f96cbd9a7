import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import { HOME_TENANT } from '../ids.ts'
import { MINUTE, SECOND } from '../instant.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '../memory/index.ts'
import { ALICE, guest, join, T0 } from '../testing/given.ts'
import { createConferences } from './conferences.ts'
import { recoverPresence } from './recover.ts'
import { schedule } from './schedule.ts'
import { startTimers } from './timers.ts'

function house() {
  const onError = (error: unknown): never => {
    throw error
  }
  const parts = {
    store: createMemoryConferenceStore(),
    bus: createMemoryBus(onError),
    clock: new FakeClock(T0),
    ids: createSequentialIds(),
    policies: DEFAULT_POLICIES,
    onError,
  }
  const conferences = createConferences({ ...parts, tenantId: HOME_TENANT })
  return { ...parts, conferences, secrets: createTestSecrets() }
}

const settled = async (): Promise<void> => {
  for (let n = 0; n < 50; n++) await Promise.resolve()
}

async function meeting(parts: ReturnType<typeof house>) {
  const owner = { id: ALICE.userId, name: 'Alice', account: 'alice', number: '1' }
  const { conferenceId } = await schedule(
    {
      actor: ALICE,
      via: 'rpc',
      title: 'x',
      start: null,
      minutes: 30,
      owner,
      invited: [],
      settings: { prolongMinutes: 0 },
      passwords: {},
    },
    parts,
  )
  const { participantId } = await parts.conferences.execute({
    ...join({ name: 'Li' }),
    id: parts.ids.commandId(),
    conferenceId,
    actor: guest('Li'),
    via: 'page',
  })
  return { conferenceId, participantId: participantId! }
}

describe('the only timer', () => {
  it('[T1] [P2] after the grace the lost are gone, without anybody asking', async () => {
    const parts = house()
    const { conferenceId, participantId } = await meeting(parts)
    const timers = startTimers(parts)
    parts.clock.advance(0)
    await settled()
    expect(await recoverPresence(parts)).toBe(1)
    await settled()
    parts.clock.advance(59 * SECOND)
    await settled()
    expect((await parts.conferences.get(conferenceId)).people[participantId]?.presence.is).toBe('interrupted')
    parts.clock.advance(SECOND)
    await settled()
    expect((await parts.conferences.get(conferenceId)).people[participantId]?.presence).toMatchObject({
      is: 'gone',
      reason: 'lost',
    })
    await timers.stop()
  })

  it('[T3] what fell due while nobody was watching is done at the start', async () => {
    const parts = house()
    const { conferenceId } = await meeting(parts)
    parts.clock.advance(40 * MINUTE)
    const timers = startTimers(parts)
    parts.clock.advance(0)
    await settled()
    expect((await parts.conferences.get(conferenceId)).state).toBe('closed')
    await timers.stop()
  })

  it('a stopped timer does nothing more', async () => {
    const parts = house()
    const { conferenceId } = await meeting(parts)
    const timers = startTimers(parts)
    await timers.stop()
    parts.clock.advance(40 * MINUTE)
    await settled()
    expect((await parts.conferences.get(conferenceId)).state).toBe('running')
  })
})
