import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOME_TENANT, type UserId } from '../ids.ts'
import type { Directory, NewUser } from '../ports/directory.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { rejectsWith } from './rejects-with.ts'

/** What every `Directory` must keep to. */
export function directoryContract(name: string, open: Open<Directory>): void {
  describe(`directory: ${name}`, () => {
    let opened: Opened<Directory>
    let directory: Directory
    beforeEach(async () => {
      opened = await open()
      directory = opened.port
    })
    afterEach(() => opened.close())

    it('draws numbers from 1000001 up and makes accounts of them', async () => {
      const first = await directory.create(aUser('a'))
      const second = await directory.create(aUser('b', { account: 'Bob.B' }))
      expect(first).toEqual({
        id: 'a',
        tenantId: HOME_TENANT,
        account: 'u1000001',
        name: '张三',
        number: '1000001',
        mobile: '+8613800000000',
        email: 'a@example.org',
        admin: false,
        status: 'normal',
        createdAt: AT,
        changedAt: AT,
      })
      expect([second.account, second.number]).toEqual(['Bob.B', '1000002'])
    })

    it('finds by id, number and account in any letter case', async () => {
      const bob = await directory.create(aUser('b', { account: 'Bob.B', admin: true }))
      expect(await opened.peer.byId('b' as UserId)).toEqual(bob)
      expect(await directory.byNumber('1000001')).toEqual(bob)
      expect(await directory.byAccount('bOB.b')).toEqual(bob)
      expect(await directory.byAccount('bob')).toBeNull()
      expect(await directory.byId('x' as UserId)).toBeNull()
      expect(await directory.byNumber('1000002')).toBeNull()
    })

    it('refuses a taken account in any letter case, and keeps nothing then', async () => {
      await directory.create(aUser('a', { account: 'alice' }))
      await rejectsWith('exists', directory.create(aUser('b', { account: 'ALICE' })))
      expect(await directory.byId('b' as UserId)).toBeNull()
      expect((await directory.create(aUser('c'))).number).toBe('1000002')
    })

    it('passes over a number whose account somebody has chosen', async () => {
      await directory.create(aUser('a', { account: 'u1000002' }))
      const drawn = await directory.create(aUser('b'))
      expect([drawn.account, drawn.number]).toEqual(['u1000003', '1000003'])
    })

    it('knows a password from others', async () => {
      const alice = await directory.create(aUser('a', { account: 'alice', password: 'пароль 密码' }))
      expect(await opened.peer.verify('Alice', 'пароль 密码')).toEqual(alice)
      expect(await directory.verify('alice', 'пароль 密')).toBeNull()
      expect(await directory.verify('alice', '')).toBeNull()
      expect(await directory.verify('nobody', 'пароль 密码')).toBeNull()
    })

    it('lets nobody in by password before one is set, and only by the new one after a change', async () => {
      await directory.create(aUser('a', { account: 'alice' }))
      expect(await directory.verify('alice', '')).toBeNull()
      await directory.setPassword('a' as UserId, 'one')
      expect((await directory.verify('alice', 'one'))?.id).toBe('a')
      await directory.setPassword('a' as UserId, 'two')
      expect(await directory.verify('alice', 'one')).toBeNull()
      expect((await directory.verify('alice', 'two'))?.id).toBe('a')
      await rejectsWith('no-person', directory.setPassword('x' as UserId, 'one'))
    })

    it('gives every one of many created at once a number of its own, without a gap', async () => {
      const users = await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          (at % 2 === 0 ? directory : opened.peer).create(aUser(`p${at}`)),
        ),
      )
      const numbers = users.map(({ number }) => Number(number)).sort((a, b) => a - b)
      expect(numbers).toEqual(Array.from({ length: 12 }, (_, at) => 1_000_001 + at))
    })

    it('gives an account to exactly one of many that want it at once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, at) =>
          (at % 2 === 0 ? directory : opened.peer).create(aUser(`p${at}`, { account: 'wanted' })),
        ),
      )
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'exists' })
      }
    })
  })
}

function aUser(id: string, wish: Partial<NewUser> = {}): NewUser {
  return {
    id: id as UserId,
    tenantId: HOME_TENANT,
    name: '张三',
    mobile: '+8613800000000',
    email: 'a@example.org',
    admin: false,
    createdAt: AT,
    ...wish,
  }
}
