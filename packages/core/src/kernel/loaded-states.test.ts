import { describe, expect, it } from 'vitest'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import { LoadedStates } from './loaded-states.ts'

const A = '900000001' as ConferenceId
const B = '900000002' as ConferenceId
const C = '900000003' as ConferenceId

function state(id: ConferenceId, revision = 1): Conference {
  return { id, revision, people: {} } as Conference
}

/** A store that holds `A`, `B` and `C` and counts how often each is read. */
function house(most: number, load?: (id: ConferenceId) => Promise<Conference | null>) {
  const reads: ConferenceId[] = []
  const store = {
    async load(id: ConferenceId) {
      reads.push(id)
      const snapshot = load ? await load(id) : [A, B, C].includes(id) ? state(id) : null
      return snapshot && { snapshot, since: [] }
    },
  } as unknown as ConferenceStore
  return { states: new LoadedStates(store, most), reads }
}

describe('states in memory', () => {
  it('gives all that are asked for, also when they are more than are kept', async () => {
    const { states } = house(1)
    await states.load([A])
    const found = await states.load([A, B, C])
    expect([...found.keys()].sort()).toEqual([A, B, C])
    expect((await states.load(['900000009' as ConferenceId])).size).toBe(0)
  })

  it('forgets the least recently used first', async () => {
    const { states, reads } = house(2)
    await states.load([A])
    await states.load([B])
    await states.load([A])
    await states.load([C])
    reads.length = 0
    await states.load([A])
    expect(reads).toEqual([])
    await states.load([B])
    expect(reads).toEqual([B])
  })

  it('[D58] reads what is closed anew each time: people may be erased from it', async () => {
    let name = 'Li'
    const { states } = house(9, async () => ({ ...state(A), state: 'closed', title: name }) as Conference)
    const title = async () => (await states.load([A])).get(A)?.conference.title
    expect(await title()).toBe('Li')
    name = ''
    expect(await title()).toBe('')
    states.moveOn(A, { ...state(A, 2), state: 'closed', title: 'Li' } as Conference, true)
    expect(await title()).toBe('')
  })

  it('does not keep what was being read when it was forgotten', async () => {
    const answers: ((conference: Conference) => void)[] = []
    const { states } = house(9, () => new Promise((resolve) => answers.push(resolve)))
    const before = states.load([A])
    states.forget(A)
    const after = states.load([A])
    answers[1]?.(state(A, 2))
    await after
    answers[0]?.(state(A, 1))
    await before
    expect((await states.load([A])).get(A)?.conference.revision).toBe(2)
  })
})
