import type { NewTarget, PushStore } from '../../ports/push-store.ts'
import { builtInBus, listedBuses } from '../../push/built-in-buses.ts'
import type { EventBus } from '../../push/event-bus.ts'
import type { Rule, Target, TargetSettings } from '../../push/rule.ts'
import { refuse } from '../../refusal.ts'
import type { MemoryLog } from '../log.ts'
import type { PushState } from './state.ts'

type Rules = Pick<
  PushStore,
  | 'createBus'
  | 'buses'
  | 'bus'
  | 'updateBus'
  | 'deleteBus'
  | 'createRule'
  | 'rules'
  | 'rule'
  | 'ruleByName'
  | 'updateRule'
  | 'deleteRule'
  | 'addTarget'
  | 'updateTarget'
  | 'deleteTarget'
  | 'target'
  | 'deletedTarget'
  | 'changeTargetState'
  | 'rulesVersion'
>

export function memoryRules(state: PushState, log: Pick<MemoryLog, 'record'>): Rules {
  const { buses, rules } = state

  function findBus(name: string): EventBus | null {
    return buses.get(name) ?? builtInBus(name)
  }

  function named(bus: string, name: string): Rule | null {
    return [...rules.values()].find((rule) => rule.bus === bus && rule.name === name) ?? null
  }

  function put(rule: Rule): void {
    rules.set(rule.id, rule)
    state.version += 1
  }

  function swap(rule: Rule, next: Target): Target[] {
    return rule.targets.map((one) => (one.id === next.id ? next : one))
  }

  return {
    async createBus(bus) {
      if (findBus(bus.name)) refuse('exists', 'the name is taken')
      buses.set(bus.name, bus)
      state.version += 1
    },
    async buses() {
      return listedBuses([...buses.values()])
    },
    async bus(name) {
      return findBus(name)
    },
    async updateBus(name, change) {
      const bus = findBus(name)
      if (!bus) return null
      const next = { ...bus, ...given(change) }
      buses.set(name, next)
      state.version += 1
      return next
    },
    async deleteBus(name) {
      if (builtInBus(name)) refuse('forbidden', 'the bus is built in')
      if ([...rules.values()].some(({ bus }) => bus === name)) refuse('conflict', 'the bus has rules')
      if (!buses.delete(name)) return false
      state.version += 1
      return true
    },
    async createRule(rule) {
      if (!findBus(rule.bus)) refuse('invalid', 'there is no such bus')
      if (named(rule.bus, rule.name)) refuse('exists', 'the name is taken')
      const names = rule.targets.map(({ name }) => name)
      if (new Set(names).size < names.length) refuse('exists', 'two targets have one name')
      put({ ...rule, targets: rule.targets.map(fresh) })
    },
    async rules(filter) {
      return [...rules.values()].filter(({ bus }) => filter?.bus === undefined || bus === filter.bus)
    },
    async rule(id) {
      return rules.get(id) ?? null
    },
    async ruleByName(bus, name) {
      return named(bus, name)
    },
    async updateRule(id, change, now) {
      const rule = rules.get(id)
      if (!rule) return null
      const next = { ...rule, ...given(change), changedAt: now }
      const holder = named(next.bus, next.name)
      if (holder && holder.id !== id) refuse('exists', 'the name is taken')
      put(next)
      return next
    },
    async deleteRule(id, now) {
      const rule = rules.get(id)
      if (!rule) return false
      rules.delete(id)
      state.version += 1
      for (const target of rule.targets) state.cancelAll(target.id, now)
      return true
    },
    async addTarget(ruleId, target, now) {
      const rule = rules.get(ruleId)
      if (!rule) return false
      if (rule.targets.some(({ name }) => name === target.name)) refuse('exists', 'the name is taken')
      put({ ...rule, targets: [...rule.targets, fresh(target)], changedAt: now })
      return true
    },
    async updateTarget(targetId, change, now) {
      const found = state.find(targetId)
      if (!found) return null
      const { rule, target } = found
      const next = { ...target, ...given(change), version: target.version + 1 }
      if (rule.targets.some(({ id, name }) => id !== targetId && name === next.name))
        refuse('exists', 'the name is taken')
      put({ ...rule, targets: swap(rule, next), changedAt: now })
      return next
    },
    async deleteTarget(targetId, now) {
      const found = state.find(targetId)
      if (!found) return false
      const { rule, target } = found
      put({ ...rule, targets: rule.targets.filter((one) => one !== target), changedAt: now })
      state.deleted.push({ ruleId: rule.id, settings: settingsOf(target), at: now })
      state.cancelAll(targetId, now)
      return true
    },
    async target(targetId) {
      return state.find(targetId)
    },
    async deletedTarget(ruleId, name, since) {
      const last = state.deleted.findLast((one) => one.ruleId === ruleId && one.settings.name === name)
      return last && last.at >= since ? last.settings : null
    },
    async changeTargetState({ targetId, from, to, record }) {
      const found = state.find(targetId)
      if (found?.target.version !== from) return false
      const { rule, target } = found
      rules.set(rule.id, { ...rule, targets: swap(rule, { ...target, state: to, version: from + 1 }) })
      await log.record(record)
      return true
    },
    async rulesVersion() {
      return state.version
    },
  }
}

function fresh(target: NewTarget): Target {
  return { ...target, version: 1 }
}

/** What was given as undefined was not given. */
function given<T extends object>(change: T): T {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T
}

function settingsOf({ id, state, version, createdAt, ...settings }: Target): TargetSettings {
  return settings
}
