import type { Conference } from '@parley/client'
import type { Clock } from './clock.ts'
import type { Order } from './host-refusals.ts'
import type { MeetingRules } from './host-view.ts'
import { createStore, type Store } from './store.ts'

export type RuleName = keyof MeetingRules
export type Wished = Partial<MeetingRules>

export type MeetingSettings = {
  /** What was asked for and is not told back yet: shown as it will be. */
  wished: Store<Wished>
  change: <Name extends RuleName>(name: Name, value: MeetingRules[Name]) => void
  /** What the meeting says now. */
  follow: (rules: MeetingRules | null) => void
}

/** An answer without its event by then: the page shows what it knows. */
const patienceMs = 3_000

/** Each change goes at once and alone; what is shown in the end is what the server tells back. */
export function createMeetingSettings(
  { conference, clock }: { conference: Conference; clock: Pick<Clock, 'after'> },
  order: Order,
): MeetingSettings {
  const wished = createStore<Wished>({})
  let told: MeetingRules | null = null

  const forget = (name: RuleName, value: unknown) =>
    wished.update((now) => {
      if (now[name] !== value) return now
      const { [name]: _, ...rest } = now
      return rest
    })

  const send = (name: RuleName, value: MeetingRules[RuleName]) => {
    if (name === 'locked') return value ? conference.lock() : conference.unlock()
    if (name === 'allowUnmute') return conference.update({ allowUnmute: value === true })
    return conference.update({ settings: { [name]: value } })
  }

  return {
    wished,
    change: (name, value) => {
      if (wished.get()[name] === value || (told?.[name] === value && !(name in wished.get()))) return
      wished.update((now) => ({ ...now, [name]: value }))
      void order(() => send(name, value)).then((done) => {
        if (!done || told?.[name] === value) forget(name, value)
        else clock.after(patienceMs, () => forget(name, value))
      })
    },
    follow: (rules) => {
      told = rules
      if (!rules) return
      for (const name of Object.keys(wished.get()) as RuleName[]) forget(name, rules[name])
    },
  }
}
