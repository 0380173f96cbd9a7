import { describe, expect, it } from 'vitest'
import type { ConferenceId } from '../ids.ts'
import { createMemoryConferenceStore, createSequentialIds, createTestSecrets } from '../memory/index.ts'
import type { ConferenceIndex } from '../ports/conference-store.ts'
import type { Guest } from '../ports/guests.ts'
import { guest, Stage } from '../testing/given.ts'
import { createAccess } from './access.ts'
import { currentRunId, guestIsWelcome } from './guest-access.ts'
import { drawPasswords } from './passwords.ts'

const ID = '900123456' as ConferenceId
const secrets = createTestSecrets()
const ids = createSequentialIds()
const linkBase = 'https://meet.example.org/join/'

function conference(passwords = { host: '482913', guest: '771205' as string | null, link: 'K7M2PQ9X' }) {
  const stage = Stage.booked()
  return { ...stage.conference!, sealed: drawPasswords(passwords, ID, ids, secrets) }
}

describe('access', () => {
  const access = createAccess({ secrets, store: createMemoryConferenceStore(), linkBase })

  it('[S4] the three secrets differ from each other and from the number', () => {
    const drawn = access.passwords({ ...conference(), sealed: drawPasswords({}, ID, ids, secrets) })
    expect(drawn.host).toMatch(/^\d{6}$/)
    expect(drawn.guest).toMatch(/^\d{6}$/)
    expect(drawn.link).toMatch(/^[2-9A-HJ-NP-Z]{8}$/)
    expect(drawn.guest).not.toBe(drawn.host)
    expect(() => drawPasswords({ host: '482913', guest: '482913' }, ID, ids, secrets)).toThrow(
      'equals the host password',
    )
    expect(() => drawPasswords({ guest: ID }, ID, ids, secrets)).toThrow('equals the number')
    expect(() => drawPasswords({ guest: '12a4' }, ID, ids, secrets)).toThrow('digits')
    expect(() => drawPasswords({ link: 'short' }, ID, ids, secrets)).toThrow('6 to 64')
  })

  it('[S4] a chosen link password is one that its link can carry', () => {
    const draw = (link: string) => () => drawPasswords({ link }, ID, ids, secrets)
    for (const link of ['pass\u0000word', '\ud800secret', 'line\nbreak', '会'.repeat(33), '😀'.repeat(25)])
      expect(draw(link)).toThrow('does not fit into a link')
    for (const link of ['会'.repeat(32), '😀'.repeat(24), 'a b?#/%c', 'x'.repeat(64)])
      expect(draw(link)).not.toThrow()
  })

  it('a password proves what it is, and nothing proves nothing', () => {
    const own = conference()
    expect(access.prove(own, { password: '482913' })).toBe('host')
    expect(access.prove(own, { password: '771205' })).toBe('guest')
    expect(access.prove(own, { password: 'K7M2PQ9X' })).toBe('guest')
    expect(access.prove(own, { password: '000000' })).toBe('wrong')
    expect(access.prove(own, {})).toBe('none')
    expect(
      access.prove(conference({ host: '482913', guest: null, link: 'K7M2PQ9X' }), { password: '771205' }),
    ).toBe('wrong')
  })

  it('the host link proves the host, until the link is renewed', () => {
    const own = conference()
    const { guest: guestLink, host } = access.links(own)
    expect(host.startsWith(`${guestLink}#h=`)).toBe(true)
    const hostKey = host.split('#h=')[1]!
    expect(access.prove(own, { hostKey })).toBe('host')
    expect(access.prove({ ...own, sealed: { ...own.sealed, renewals: 1 } }, { hostKey })).toBe('wrong')
    expect(access.prove({ ...own, id: '900123457' as ConferenceId }, { hostKey })).toBe('wrong')
  })

  it('a link leads to its conference; a wrong prefix, a weak plain password and nonsense lead nowhere', async () => {
    const own = conference()
    const looked: string[] = []
    const found = createAccess({
      secrets,
      linkBase,
      store: {
        findByLink: async (lookup) => {
          looked.push(lookup)
          return lookup === own.sealed.linkLookup ? ({ conferenceId: ID } as ConferenceIndex) : null
        },
      },
    })
    const segment = found.links(own).guest.split('/').at(-1)!
    expect(await found.resolve(segment, { plain: true })).toMatchObject({
      form: 'link',
      index: { conferenceId: ID },
    })
    expect(await found.resolve(`xxxx${segment.slice(4)}`, { plain: true })).toBeNull()
    expect(await found.resolve('K7M2PQ9X', { plain: true })).toMatchObject({ form: 'plain' })
    expect(await found.resolve('K7M2PQ9X', { plain: false })).toBeNull()
    looked.length = 0
    for (const nonsense of ['', 'abc', '%00%00%00%00%00%00', 'aB3xMTI%2FMDU2', '%E0%A4%A'])
      expect(await found.resolve(nonsense, { plain: true })).toBeNull()
    expect(looked).toHaveLength(5)
  })

  it('a plain password too short to be safe from guessing is refused', async () => {
    const weak = createAccess({
      secrets,
      linkBase,
      store: { findByLink: async () => ({ conferenceId: ID }) as ConferenceIndex },
    })
    expect(await weak.resolve('123456', { plain: true })).toBeNull()
    expect(await weak.resolve('11111111', { plain: true })).toBeNull()
    expect(await weak.resolve('K7M2PQ9X', { plain: true })).not.toBeNull()
  })
})

describe('guest accounts', () => {
  const account = (stage: Stage, changes: Partial<Guest> = {}): Guest => ({
    id: guest('Li').guestId,
    conferenceId: stage.conference!.id,
    name: 'Li',
    number: '1',
    proof: 'guest',
    runId: currentRunId(stage.conference!),
    state: 'active',
    createdAt: 0,
    expiresAt: stage.now + 1_000,
    ...changes,
  })

  it('work for their run and no other, and not after their time', () => {
    const stage = Stage.booked({ reopenable: true })
    const li = account(stage)
    expect(guestIsWelcome(li, stage.conference!, stage.now)).toBe(true)
    expect(guestIsWelcome(li, stage.conference!, stage.now + 1_000)).toBe(false)
    stage.does({ is: 'key', keyId: 'k', name: 'k' }, { type: 'EndRun', params: {} })
    expect(guestIsWelcome(li, stage.conference!, stage.now)).toBe(false)
  })

  it('[J7] end with the removal of their person', () => {
    const stage = Stage.booked()
    const person = stage.joins(guest('Li'))
    stage.does(
      { is: 'key', keyId: 'k', name: 'k' },
      { type: 'Remove', params: { ids: [person.id], ban: false } },
    )
    expect(guestIsWelcome(account(stage), stage.conference!, stage.now)).toBe(false)
  })
})
