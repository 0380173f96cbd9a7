import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceId } from '../ids.ts'
import type { PushStore } from '../ports/push-store.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import {
  aDelivery,
  anAttempt,
  aRule,
  aSiteEvent,
  aTarget,
  claim,
  DELIVERED,
  LEASE_MS,
  owe,
  type PushPorts,
  pausedState,
} from './push-given.ts'
import { rejectsWith } from './rejects-with.ts'

/** Buses, rules and targets of every `PushStore`. */
export function pushRulesContract(name: string, open: Open<PushPorts>): void {
  describe(`push rules: ${name}`, () => {
    let opened: Opened<PushPorts>
    let push: PushStore
    let peer: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port.push
      peer = opened.peer.push
    })
    afterEach(() => opened.close())

    const aBus = (name: string, createdAt = AT) => ({
      name,
      description: '总线 "1"',
      enabled: true,
      tags: [{ key: 'k' }],
      createdAt,
    })

    describe('buses', () => {
      it('are listed by name, the built-in ones too, the hidden one not', async () => {
        expect((await push.buses()).map(({ name }) => name)).toEqual(['default', 'parley'])
        await push.createBus(aBus('orders'))
        await push.createBus(aBus('a-bus'))
        expect((await peer.buses()).map(({ name }) => name)).toEqual(['a-bus', 'default', 'orders', 'parley'])
        expect(await peer.bus('orders')).toEqual(aBus('orders'))
        expect((await push.bus('huawei-hooks'))?.name).toBe('huawei-hooks')
        expect(await push.bus('unknown')).toBeNull()
      })

      it('have names of their own', async () => {
        await push.createBus(aBus('orders'))
        for (const taken of ['orders', 'default', 'parley', 'huawei-hooks'])
          await rejectsWith('exists', push.createBus(aBus(taken)))
        await push.createBus(aBus('Orders'))
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, at) => (at % 2 === 0 ? push : peer).createBus(aBus('wanted'))),
        )
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      })

      it('are changed in parts, the built-in ones too', async () => {
        await push.createBus(aBus('orders'))
        const changed = { ...aBus('orders'), enabled: false }
        expect(await push.updateBus('orders', { enabled: false, description: undefined })).toEqual(changed)
        expect(await peer.bus('orders')).toEqual(changed)
        const before = await push.bus('default')
        expect(before?.enabled).toBe(true)
        await push.updateBus('default', { enabled: false })
        expect(await peer.bus('default')).toEqual({ ...before, enabled: false })
        await push.updateBus('default', { description: 'ours' })
        await push.updateBus('huawei-hooks', { enabled: false })
        expect(await peer.buses()).toEqual([
          { ...before, enabled: false, description: 'ours' },
          changed,
          await push.bus('parley'),
        ])
        expect(await push.updateBus('unknown', { enabled: false })).toBeNull()
      })

      it('go only when no rule is left on them, the built-in ones never', async () => {
        await push.createBus(aBus('orders'))
        await push.createRule(aRule({ bus: 'orders' }))
        await rejectsWith('conflict', push.deleteBus('orders'))
        await push.deleteRule('r1', AT)
        expect(await push.deleteBus('orders')).toBe(true)
        expect(await push.deleteBus('orders')).toBe(false)
        await push.updateBus('default', { enabled: false })
        await rejectsWith('forbidden', push.deleteBus('default'))
        await rejectsWith('forbidden', push.deleteBus('huawei-hooks'))
      })
    })

    describe('rules', () => {
      it('are kept whole with their targets, in the order of their creation', async () => {
        const full = aTarget({
          id: 't9',
          name: '目标 1',
          method: 'PUT',
          dialect: 'cloudevents',
          contentType: 'text/plain',
          sealedHeaders: 'sealed-headers',
          retry: 'EXPONENTIAL_DECAY_RETRY',
          errorsTolerance: 'NONE',
          deadLetterBus: 'parley',
          ratePerSecond: 3.5,
          order: 'meeting',
          extended: true,
          signing: {
            sets: ['aliyun-v1', 'huawei'],
            secrets: [
              { sealed: 'a', until: null },
              { sealed: 'b', until: AT + 1 },
            ],
            sealedToken: 't',
            trailingLf: true,
            appId: 'app',
          },
          wire: { Type: 'http.endpoint', list: [1, null] },
          state: pausedState({ failingSince: AT - 5, warned: true, openUntil: AT + 9 }),
          createdAt: AT + 7,
        })
        const first = aRule({
          id: 'r1',
          description: '描述',
          pattern: ' {"type": [{"prefix": "meeting"}]} ',
          scope: { conferenceId: '900123456' as ConferenceId, keyId: 'k' },
          targets: [full, aTarget({ id: 't1' })],
          tags: { a: [1] },
          changedAt: AT + 3,
        })
        const second = aRule({ id: 'r0', enabled: false, createdAt: AT + 1, targets: [] })
        await push.createRule(first)
        await push.createRule(second)
        const kept = { ...first, targets: first.targets.map((target) => ({ ...target, version: 1 })) }
        expect(await peer.rules()).toEqual([kept, second])
        expect(await push.rule('r0')).toEqual(second)
        expect(await push.rule('r9')).toBeNull()
        expect(await peer.target('t9')).toEqual({ rule: kept, target: { ...full, version: 1 } })
        expect(await push.target('t8')).toBeNull()
      })

      it('belong to one bus, which must be there', async () => {
        await rejectsWith('invalid', push.createRule(aRule({ bus: 'nowhere' })))
        await push.createRule(aRule({ id: 'r1', name: 'same' }))
        await push.createRule(aRule({ id: 'r2', name: 'same', bus: 'parley', target: { id: 't2' } }))
        expect((await push.rules({ bus: 'parley' })).map(({ id }) => id)).toEqual(['r2'])
        expect((await push.rules()).length).toBe(2)
        expect((await peer.ruleByName('default', 'same'))?.id).toBe('r1')
        expect(await push.ruleByName('default', 'Same')).toBeNull()
      })

      it('have names of their own on their bus', async () => {
        await push.createRule(aRule({ id: 'r1', name: 'same' }))
        await rejectsWith('exists', push.createRule(aRule({ id: 'r2', name: 'same', targets: [] })))
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, at) =>
            (at % 2 === 0 ? push : peer).createRule(aRule({ id: `n${at}`, name: 'wanted', targets: [] })),
          ),
        )
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
        const twice = [aTarget({ id: 'a', name: 'x' }), aTarget({ id: 'b', name: 'x' })]
        await rejectsWith('exists', push.createRule(aRule({ id: 'r3', targets: twice })))
        expect(await push.rule('r3')).toBeNull()
        expect(await push.target('a')).toBeNull()
      })

      it('are changed in parts, under their own name or a free one', async () => {
        await push.createRule(aRule({ id: 'r1' }))
        await push.createRule(aRule({ id: 'r2', name: 'taken', targets: [] }))
        const before = await push.rule('r1')
        const changed = { ...before, name: 'new', enabled: false, tags: [], changedAt: AT + 5 }
        const change = { name: 'new', enabled: false, tags: [], description: undefined }
        expect(await push.updateRule('r1', change, AT + 5)).toEqual(changed)
        expect(await peer.rule('r1')).toEqual(changed)
        await rejectsWith('exists', push.updateRule('r1', { name: 'taken' }, AT + 6))
        expect(await peer.rule('r1')).toEqual(changed)
        await push.updateRule('r1', { name: 'new', pattern: '{"a":[1]}' }, AT + 7)
        expect((await push.rule('r1'))?.pattern).toBe('{"a":[1]}')
        expect(await push.updateRule('r9', { enabled: true }, AT)).toBeNull()
      })

      it('have a version that rises with every change, for all', async () => {
        const seen = [await push.rulesVersion()]
        const change = async (done: Promise<unknown>): Promise<void> => {
          await done
          seen.push(await peer.rulesVersion())
        }
        await change(push.createBus(aBus('orders')))
        await change(push.updateBus('orders', { enabled: false }))
        await change(push.updateBus('default', { enabled: false }))
        await change(push.createRule(aRule({})))
        await change(push.updateRule('r1', { enabled: false }, AT))
        await change(push.addTarget('r1', aTarget({ id: 't2' }), AT))
        await change(push.updateTarget('t2', { url: 'https://other.example' }, AT))
        await change(push.deleteTarget('t2', AT))
        await change(push.deleteRule('r1', AT))
        await change(push.deleteBus('orders'))
        expect([...new Set(seen)].sort((a, b) => a - b)).toEqual(seen)
        const last = seen.at(-1)
        await push.deleteRule('r1', AT)
        await push.deleteTarget('t2', AT)
        await push.deleteBus('orders')
        await push.updateBus('orders', { enabled: true })
        await push.updateRule('r1', { enabled: true }, AT)
        await push.addTarget('r1', aTarget({ id: 't3' }), AT)
        expect(await peer.rulesVersion()).toBe(last)
      })

      it('[D15] take what they owe with them, leased too, and leave the rest', async () => {
        await owe(push, { id: 'leased' }, { id: 'done' }, { id: 'waiting' })
        await owe(push, { id: 'other', ruleId: 'r2', targetId: 't2' })
        expect(await claim(push, 'w', AT, { limit: 2 })).toEqual(['leased', 'done'])
        await push.settle('w', anAttempt('done'), DELIVERED)
        expect(await push.deleteRule('r1', AT + 4)).toBe(true)
        expect(await push.deleteRule('r1', AT + 4)).toBe(false)
        const ids = ['leased', 'done', 'waiting', 'other']
        const states = await Promise.all(ids.map((id) => peer.delivery(id)))
        expect(states.map((one) => one?.status)).toEqual(['cancelled', 'delivered', 'cancelled', 'pending'])
        expect(states[0]).toMatchObject({ dueAt: null, settledAt: AT + 4 })
        expect(await push.settle('w', anAttempt('leased'), DELIVERED)).toEqual({
          kept: false,
          changed: false,
        })
        expect((await push.delivery('leased'))?.status).toBe('cancelled')
        expect(await push.target('t1')).toBeNull()
        expect(await claim(push, 'w', AT + LEASE_MS * 2, { targets: ['t1', 't2'] })).toEqual(['other'])
      })
    })

    describe('targets', () => {
      it('are added behind the others, under a name of their own', async () => {
        await push.createRule(aRule({}))
        expect(await push.addTarget('r1', aTarget({ id: 't0', createdAt: AT + 1 }), AT + 2)).toBe(true)
        const rule = await peer.rule('r1')
        expect(rule?.targets.map(({ id, version }) => [id, version])).toEqual([
          ['t1', 1],
          ['t0', 1],
        ])
        expect(rule?.changedAt).toBe(AT + 2)
        await rejectsWith('exists', push.addTarget('r1', aTarget({ id: 'x', name: 'target-t0' }), AT))
        expect(await push.addTarget('r9', aTarget({ id: 'x' }), AT)).toBe(false)
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, at) =>
            (at % 2 === 0 ? push : peer).addTarget('r1', aTarget({ id: `n${at}`, name: 'wanted' }), AT),
          ),
        )
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      })

      it('change their settings and keep their state', async () => {
        const state = pausedState()
        await push.createRule(aRule({ targets: [aTarget({ state }), aTarget({ id: 't2' })] }))
        const before = (await push.target('t1'))?.target
        const changed = { ...before, url: 'https://new.example', wire: { a: 1 }, version: 2 }
        const change = { url: 'https://new.example', wire: { a: 1 }, name: undefined }
        expect(await push.updateTarget('t1', change, AT + 3)).toEqual(changed)
        const { rule, target } = (await peer.target('t1')) ?? {}
        expect(target).toEqual(changed)
        expect(rule?.changedAt).toBe(AT + 3)
        expect(rule?.targets.map(({ id }) => id)).toEqual(['t1', 't2'])
        await rejectsWith('exists', push.updateTarget('t1', { name: 'target-t2' }, AT))
        expect(await push.updateTarget('t9', {}, AT)).toBeNull()
      })

      it('that are deleted take what they are owed with them', async () => {
        await owe(push, { id: 'a' }, { id: 'b', targetId: 't2' })
        await claim(push, 'w', AT)
        expect(await push.deleteTarget('t1', AT + 3)).toBe(true)
        expect(await push.deleteTarget('t1', AT + 3)).toBe(false)
        expect(await peer.delivery('a')).toMatchObject({
          status: 'cancelled',
          settledAt: AT + 3,
          dueAt: null,
        })
        expect(await push.settle('w', anAttempt('a'), DELIVERED)).toEqual({ kept: false, changed: false })
        expect((await peer.rule('r1'))?.targets.map(({ id }) => id)).toEqual(['t2'])
        expect((await peer.rule('r1'))?.changedAt).toBe(AT + 3)
        expect((await push.delivery('b'))?.status).toBe('pending')
      })

      it('[D15] that were deleted while events were matched are owed nothing', async () => {
        await owe(push, { id: 'before' })
        await push.deleteTarget('t1', AT)
        expect(await push.advance(1, 2, [aDelivery({ id: 'after', createdAt: AT + 1 })])).toBe(true)
        expect(await push.delivery('after')).toMatchObject({
          status: 'cancelled',
          dueAt: null,
          settledAt: AT + 1,
        })
        expect(await push.dueTargets()).toEqual([])
      })

      it('are remembered by rule and name for as long as somebody asks', async () => {
        await push.createRule(aRule({ target: { name: 'hook', url: 'https://first.example' } }))
        const { id, state, createdAt, ...settings } = aTarget({ name: 'hook', url: 'https://first.example' })
        await push.deleteTarget('t1', AT + 10)
        expect(await peer.deletedTarget('r1', 'hook', AT + 10)).toEqual(settings)
        expect(await push.deletedTarget('r1', 'hook', AT + 11)).toBeNull()
        expect(await push.deletedTarget('r1', 'other', AT)).toBeNull()
        expect(await push.deletedTarget('r2', 'hook', AT)).toBeNull()
        const second = { ...aTarget({ id: 't2' }), ...settings, url: 'https://second.example' }
        await push.addTarget('r1', second, AT + 20)
        await push.deleteTarget('t2', AT + 20)
        expect((await push.deletedTarget('r1', 'hook', AT))?.url).toBe('https://second.example')
      })

      it('change their state once from each version, and the log tells of it', async () => {
        await push.createRule(aRule({}))
        const rules = await push.rulesVersion()
        const to = pausedState({ failingSince: AT - 1 })
        const changed = await Promise.all(
          Array.from({ length: 6 }, (_, at) =>
            (at % 2 === 0 ? push : peer).changeTargetState({
              targetId: 't1',
              from: 1,
              to,
              record: [aSiteEvent({ id: `paused-${at}` })],
            }),
          ),
        )
        expect(changed.filter(Boolean).length).toBe(1)
        expect((await peer.target('t1'))?.target).toMatchObject({ state: to, version: 2 })
        const entries = await opened.peer.log.entries({ after: 0, limit: 10 })
        expect(entries.map(({ id }) => id)).toEqual([`paused-${changed.indexOf(true)}`])
        expect(await push.rulesVersion()).toBe(rules)
        const unknown = { targetId: 't9', from: 1, to, record: [aSiteEvent({ id: 'unknown' })] }
        expect(await push.changeTargetState(unknown)).toBe(false)
        expect(await opened.port.log.lastPosition()).toBe(1)
      })
    })
  })
}
