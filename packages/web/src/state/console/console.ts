import type { Client } from '@parley/client'
import type { ConsoleEnglish } from '../../i18n/console-en.ts'
import type { MessageFrom } from '../../i18n/dictionary.ts'
import type { Message } from '../../i18n/texts.ts'
import { createStore, type Store } from '../store.ts'
import {
  ApiRefusal,
  type BusView,
  type ConsoleApi,
  type DeliveryDetail,
  type DeliveryFilter,
  type DeliveryView,
  type NewTarget,
  type RuleDraft,
  type RuleView,
  type Tested,
  type Tried,
} from './console-api.ts'
import { addressOf, type Place, placeOf } from './place.ts'

type ConsoleMessage = MessageFrom<ConsoleEnglish>
/** In the console's words, or in those of the pages (signing in). */
export type Said = { by: 'console'; message: ConsoleMessage } | { by: 'pages'; message: Message }

export type ConsoleState = {
  account:
    | { is: 'restoring' }
    | { is: 'out'; problem: Said | null }
    | { is: 'signingIn' }
    | { is: 'in'; name: string }
  place: Place
  buses: readonly BusView[] | null
  rules: readonly RuleView[] | null
  /** The rule of the place. */
  rule: RuleView | null
  deliveries: { items: readonly DeliveryView[]; next: string | null } | null
  delivery: DeliveryDetail | null
  tested: Tested | null
  tried: Tried | null
  /** A secret that was just made; shown until it is put away. */
  secret: string | null
  deleting: { is: 'rule'; name: string } | { is: 'target'; id: string; name: string } | null
  /** Something is under way that a second press would do twice. */
  busy: boolean
  problem: Said | null
  notice: ConsoleMessage | null
}

export type Console = {
  store: Store<ConsoleState>
  start: () => Promise<void>
  signIn: (account: string, password: string) => Promise<void>
  signOut: () => Promise<void>
  go: (place: Place) => Promise<void>
  /** The browser went back or forth. */
  moved: () => Promise<void>
  refresh: () => Promise<void>
  switchMessages: (on: boolean) => Promise<void>
  save: (draft: RuleDraft) => Promise<void>
  enable: (rule: RuleView, on: boolean) => Promise<void>
  ask: (deleting: ConsoleState['deleting']) => void
  confirm: () => Promise<void>
  addTarget: (target: NewTarget) => Promise<boolean>
  pause: (targetId: string, on: boolean) => Promise<void>
  sendTest: (targetId: string) => Promise<void>
  rotate: (targetId: string) => Promise<void>
  hideSecret: () => void
  test: (bus: string, pattern: string, event: string) => Promise<void>
  tryRecent: (bus: string, pattern: string) => Promise<void>
  filter: (filter: DeliveryFilter) => Promise<void>
  more: () => Promise<void>
  resend: () => Promise<void>
  resendAll: () => Promise<void>
}

export type ConsoleParts = {
  session: Pick<Client['session'], 'restore' | 'signIn' | 'signOut' | 'getState'>
  wasSignedIn: () => boolean
  api: ConsoleApi
  address: { url: () => URL; push: (path: string) => void }
  /** What a failed sign-in means, in the words of the pages. */
  explain: (error: unknown) => Message
}

const NOTHING = {
  rule: null,
  deliveries: null,
  delivery: null,
  tested: null,
  tried: null,
  deleting: null,
  problem: null,
  notice: null,
} as const

const say = (message: ConsoleMessage): Said => ({ by: 'console', message })

/** Rules, targets and deliveries, as an administrator sees them. */
export function createConsole({ session, wasSignedIn, api, address, explain }: ConsoleParts): Console {
  const store = createStore<ConsoleState>({
    account: { is: 'restoring' },
    place: placeOf(address.url()) ?? { is: 'rules' },
    buses: null,
    rules: null,
    secret: null,
    busy: false,
    ...NOTHING,
  })
  const patch = (change: Partial<ConsoleState>) => store.update((state) => ({ ...state, ...change }))

  const failed = (error: unknown) => {
    const signedIn = session.getState().is === 'signed-in'
    if (error instanceof ApiRefusal && error.status !== 401)
      patch({ problem: say({ key: 'refused', values: { detail: error.message } }) })
    else if (error instanceof ApiRefusal) out(say({ key: signedIn ? 'notAdmin' : 'expired' }))
    else if (signedIn) patch({ problem: say({ key: 'unreachable' }) })
    else out(say({ key: 'expired' }))
  }
  const out = (problem: Said | null) =>
    patch({
      account: { is: 'out', problem },
      rules: null,
      buses: null,
      secret: null,
      busy: false,
      ...NOTHING,
    })

  /** One thing at a time; what went wrong is shown, what went well is told by `work` itself. */
  const doing = async (work: () => Promise<void>): Promise<boolean> => {
    if (store.get().busy) return false
    patch({ busy: true, problem: null, notice: null })
    try {
      await work()
      return true
    } catch (error) {
      failed(error)
      return false
    } finally {
      patch({ busy: false })
    }
  }

  const fetchFor = async (place: Place): Promise<Partial<ConsoleState>> => {
    switch (place.is) {
      case 'rules': {
        const [buses, rules] = await Promise.all([api.buses(), api.rules()])
        return { buses, rules }
      }
      case 'newRule':
        return { buses: await api.buses() }
      case 'rule': {
        const [buses, rule] = await Promise.all([api.buses(), api.rule(place.id)])
        return { buses, rule }
      }
      case 'deliveries': {
        const { data, next } = await api.deliveries(place.filter, null)
        return { deliveries: { items: data, next } }
      }
      case 'delivery':
        return { delivery: await api.delivery(place.id) }
      default:
        return place satisfies never
    }
  }

  const load = async (): Promise<void> => {
    const { place } = store.get()
    try {
      const found = await fetchFor(place)
      if (store.get().place === place) patch(found)
    } catch (error) {
      // Somebody has gone on meanwhile: it is none of their business.
      if (store.get().place === place) failed(error)
    }
  }

  const show = async (place: Place): Promise<void> => {
    patch({ place, ...NOTHING })
    await load()
  }
  const go = async (place: Place): Promise<void> => {
    address.push(addressOf(place))
    await show(place)
  }
  const enter = async (name: string): Promise<void> => {
    patch({ account: { is: 'in', name }, problem: null })
    await load()
  }
  const ruleId = (): string => {
    const { place } = store.get()
    return place.is === 'rule' ? place.id : ''
  }

  return {
    store,
    go,
    refresh: load,
    moved: async () => {
      const place = placeOf(address.url())
      if (place) await show(place)
    },
    start: async () => {
      if (!wasSignedIn()) return out(null)
      try {
        const back = await session.restore()
        const state = session.getState()
        if (back && state.is === 'signed-in') return await enter(state.name ?? state.userId)
        out(say({ key: 'expired' }))
      } catch (error) {
        out({ by: 'pages', message: explain(error) })
      }
    },
    signIn: async (userId, password) => {
      patch({ account: { is: 'signingIn' } })
      try {
        const { name } = await session.signIn({ userId: userId.trim(), password })
        await enter(name ?? userId.trim())
      } catch (error) {
        out({ by: 'pages', message: explain(error) })
      }
    },
    signOut: async () => {
      await session.signOut().catch(() => undefined)
      out(null)
    },
    switchMessages: async (on) => {
      await doing(async () => {
        await api.switchBus('default', on)
        patch({ buses: await api.buses() })
      })
    },
    save: async (draft) => {
      const { place } = store.get()
      await doing(async () => {
        if (place.is === 'rule') {
          const { name, description, pattern } = draft
          patch({
            rule: await api.changeRule(place.id, { name, description, pattern }),
            notice: { key: 'saved' },
          })
        } else {
          const rule = await api.createRule(draft)
          await go({ is: 'rule', id: rule.id })
          patch({ notice: { key: 'saved' } })
        }
      })
    },
    enable: async (rule, enabled) => {
      await doing(async () => {
        const changed = await api.changeRule(rule.id, { enabled })
        const { rules, rule: shown } = store.get()
        patch({
          rules: rules?.map((one) => (one.id === changed.id ? changed : one)) ?? null,
          rule: shown?.id === changed.id ? changed : shown,
        })
      })
    },
    ask: (deleting) => patch({ deleting }),
    confirm: async () => {
      const { deleting } = store.get()
      if (!deleting) return
      patch({ deleting: null })
      await doing(async () => {
        if (deleting.is === 'rule') {
          await api.deleteRule(ruleId())
          await go({ is: 'rules' })
        } else {
          await api.deleteTarget(deleting.id)
          patch({ rule: await api.rule(ruleId()) })
        }
      })
    },
    addTarget: (target) =>
      doing(async () => {
        const { secret } = await api.addTarget(ruleId(), target)
        patch({ secret, rule: await api.rule(ruleId()) })
      }),
    pause: async (targetId, on) => {
      await doing(async () => {
        await (on ? api.pause(targetId) : api.resume(targetId))
        patch({ rule: await api.rule(ruleId()) })
      })
    },
    sendTest: async (targetId) => {
      await doing(async () => {
        await api.sendTest(targetId)
        patch({ notice: { key: 'testSent' } })
      })
    },
    rotate: async (targetId) => {
      await doing(async () => patch({ secret: (await api.rotate(targetId)).secret }))
    },
    hideSecret: () => patch({ secret: null }),
    test: async (bus, pattern, text) => {
      await doing(async () => {
        patch({ tested: null, tried: null })
        patch({ tested: await api.test(bus, pattern, parsed(text)) })
      })
    },
    tryRecent: async (bus, pattern) => {
      await doing(async () => {
        patch({ tested: null, tried: null })
        patch({ tried: await api.tryRecent(bus, pattern) })
      })
    },
    filter: (filter) => go({ is: 'deliveries', filter }),
    more: async () => {
      const { place, deliveries } = store.get()
      if (place.is !== 'deliveries' || !deliveries?.next) return
      await doing(async () => {
        const { data, next } = await api.deliveries(place.filter, deliveries.next)
        patch({ deliveries: { items: [...deliveries.items, ...data], next } })
      })
    },
    resend: async () => {
      const { place } = store.get()
      if (place.is !== 'delivery') return
      await doing(async () => patch({ delivery: await api.resend(place.id), notice: { key: 'resent' } }))
    },
    resendAll: async () => {
      const { place } = store.get()
      if (place.is !== 'deliveries') return
      await doing(async () => {
        const { count } = await api.resendDeadLetters({ rule: place.filter.rule })
        await load()
        patch({ notice: { key: 'resentAll', values: { count } } })
      })
    },
  }
}

/** What was pasted; a text that is no JSON is refused by the server, which says so in its words. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
