import type { Expected, HostView } from './host-view.ts'
import type { Person, RoomView } from './room-view.ts'
import { createStore, type Store } from './store.ts'

/** From so many people on there is a field to find one. */
export const searchFrom = 12

export type PeopleList = {
  waiting: readonly Expected[]
  calling: readonly Expected[]
  away: readonly Expected[]
  /** Raised hands in the server's order, then the host, co-hosts and the others, first come first. */
  inside: readonly Person[]
  searchable: boolean
}

type Whole = Pick<HostView, 'waiting' | 'calling' | 'away'>

const plain = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()

/** Everybody the panel shows. `query`: part of a name, whatever its accents and case. */
export function peopleList(
  { people }: Pick<RoomView, 'people'>,
  { waiting, calling, away }: Whole,
  query: string,
): PeopleList {
  const wanted = plain(query.trim())
  const found = <One extends { name: string }>(all: readonly One[]) =>
    wanted === '' ? all : all.filter(({ name }) => plain(name).includes(wanted))
  const hands = people.filter(({ hand }) => hand !== null).sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0))
  const others = people.filter(({ hand }) => hand === null)
  return {
    waiting: found(waiting),
    calling: found(calling),
    away: found(away),
    inside: found([...hands, ...others]),
    searchable: people.length + waiting.length + calling.length + away.length >= searchFrom,
  }
}

export type PeopleSearch = { store: Store<string>; type: (query: string) => void }

export function createPeopleSearch(): PeopleSearch {
  const store = createStore('')
  return { store, type: store.set }
}
