import { expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import { HOME_TENANT } from '../ids.ts'
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

it('[P2] [W2] after a restart everybody inside or waiting is interrupted, in one transaction, and who had left stays gone', async () => {
  const store = createMemoryConferenceStore()
  const ids = createSequentialIds()
  const onError = (error: unknown): void => {
    throw error
  }
  const start = () =>
    createConferences({
      store,
      bus: createMemoryBus(onError),
      clock: new FakeClock(T0),
      ids,
      policies: DEFAULT_POLICIES,
      tenantId: HOME_TENANT,
      onError,
    })
  const conferences = start()
  const owner = { id: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' }
  const booking = {
    actor: ALICE,
    via: 'rpc' as const,
    title: 'Weekly',
    start: null,
    minutes: 60,
    owner,
    invited: [],
    settings: {},
    passwords: {},
  }
  const booked = await Promise.all(
    [1, 2].map(() => schedule(booking, { conferences, ids, secrets: createTestSecrets() })),
  )
  for (const { conferenceId } of booked) {
    for (const name of ['Li', 'Mei', 'Hong']) {
      const command = { id: ids.commandId(), conferenceId, actor: guest(name), via: 'page' as const }
      await conferences.execute({ ...join({ name }), ...command })
      if (name === 'Hong')
        await conferences.execute({ type: 'Leave', params: {}, ...command, id: ids.commandId() })
    }
  }

  const waits = booked[1]!.conferenceId
  const settings = { waitingRoom: true }
  await conferences.execute({
    type: 'ChangeSettings',
    params: { changes: settings },
    id: ids.commandId(),
    conferenceId: waits,
    actor: ALICE,
    via: 'page',
  })
  const late = { id: ids.commandId(), conferenceId: waits, actor: guest('Late'), via: 'page' as const }
  await conferences.execute({ ...join({ name: 'Late' }), ...late })

  const sizes: number[] = []
  const { commit } = store
  store.commit = (appends) => {
    sizes.push(appends.length)
    return commit(appends)
  }
  const again = start()
  expect(await recoverPresence({ conferences: again, store, ids })).toBe(5)
  expect(sizes).toEqual([5])
  for (const { conferenceId } of booked) {
    const { people } = await again.get(conferenceId)
    const seen = Object.values(people).map(({ name, presence }) => [name, presence.is])
    expect(seen.slice(0, 3)).toEqual([
      ['Li', 'interrupted'],
      ['Mei', 'interrupted'],
      ['Hong', 'gone'],
    ])
    const last = Object.values(people)[3]?.presence
    expect(last).toEqual(
      conferenceId === waits
        ? { is: 'waiting', since: T0, until: T0 + DEFAULT_POLICIES.graceMs, connected: false }
        : undefined,
    )
  }
  expect(await recoverPresence({ conferences: again, store, ids })).toBe(0)
})
