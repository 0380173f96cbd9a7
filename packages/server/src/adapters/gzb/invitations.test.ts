import { MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Created, createKit, type Kit } from './testing/kit.ts'

let kit: Kit
let created: Created
let owner: string

beforeEach(async () => {
  kit = await createKit()
  const made = await kit.create()
  created = made.created
  owner = made.owner.accessToken
})
afterEach(async () => {
  await kit.close()
  expect(kit.faults).toEqual([])
})

describe('invitations', () => {
  it('ring on every page of an account, also on one opened meanwhile, and lead in', async () => {
    await kit.user('bob')
    const bob = (await kit.signIn('bob')).accessToken
    const chair = await kit.inside(owner, created.confId)
    const page = await kit.socket(bob)
    await page.notice('session.hello')
    const { results } = await chair.line.call('conference.invite', {
      confId: created.confId,
      userIds: ['bob', 'nobody'],
      targets: [
        { mobile: '134 0000 0000' },
        { name: 'Zhang', mobile: '+8613400000001' },
        { email: 'a@example.org' },
      ],
    })
    expect(results).toEqual([
      { target: 'bob', inviteId: expect.any(String), memberId: expect.any(String), state: 'calling' },
      { target: 'nobody', inviteId: null, memberId: null, state: 'refused', code: 612 },
      {
        target: '13400000000',
        inviteId: expect.any(String),
        memberId: expect.any(String),
        state: 'unreachable',
      },
      {
        target: '+8613400000001',
        inviteId: expect.any(String),
        memberId: expect.any(String),
        state: 'unreachable',
      },
      { target: 'a@example.org', inviteId: null, memberId: null, state: 'refused', code: 501 },
    ])
    const rings = {
      inviteId: results[0]?.inviteId,
      confId: created.confId,
      confName: 'Weekly',
      by: 'ANN',
      until: kit.clock.now() + MINUTE,
      joinUrl: created.joinUrl,
    }
    expect(await page.notice('invite.ringing')).toEqual(rings)
    const later = await kit.socket(bob)
    expect(await later.notice('invite.ringing')).toEqual(rings)
    expect(await chair.line.event('member.invited', ({ data }) => data.name !== 'BOB')).toMatchObject({
      data: { name: '*******0000' },
    })

    const inviteId = rings.inviteId as string
    await expect(
      chair.line.call('conference.answerInvite', { confId: created.confId, inviteId, answer: 'accept' }),
    ).rejects.toMatchObject({ code: 403 })
    expect(
      await page.call('conference.answerInvite', { confId: created.confId, inviteId, answer: 'accept' }),
    ).toMatchObject({ joinUrl: created.joinUrl })
    for (const line of [page, later])
      expect(await line.notice('invite.over')).toEqual({
        inviteId,
        confId: created.confId,
        result: 'accepted',
      })
    expect(
      await page.call('conference.join', { confId: created.confId, media: { audio: true, video: true } }),
    ).toMatchObject({ role: 'member' })
  })

  it('end by refusal, by being taken back, and by themselves', async () => {
    await kit.user('bob')
    const bob = (await kit.signIn('bob')).accessToken
    const chair = await kit.inside(owner, created.confId)
    const page = await kit.socket(bob)
    await page.notice('session.hello')
    const invite = async (): Promise<string> => {
      const { results } = await chair.line.call('conference.invite', {
        confId: created.confId,
        userIds: ['bob'],
      })
      return results[0]?.inviteId as string
    }
    const over = async (inviteId: string) =>
      (
        await page.until(
          () =>
            page.frames.find(
              ({ method, params }) => method === 'invite.over' && params.inviteId === inviteId,
            ),
          'the end of the ringing',
        )
      ).params.result
    const first = await invite()
    await page.call('conference.answerInvite', { confId: created.confId, inviteId: first, answer: 'reject' })
    expect(await over(first)).toBe('rejected')
    const second = await invite()
    await kit.state(created.confId)
    kit.clock.advance(61 * SECOND)
    expect(await over(second)).toBe('timeout')
    const third = await invite()
    expect(
      await chair.line.call('conference.cancelInvite', {
        confId: created.confId,
        inviteIds: [third, second],
      }),
    ).toMatchObject({ results: [{ code: 200 }, { memberId: second, code: 612 }] })
    expect(await over(third)).toBe('cancelled')
  })
})
