import type { ParticipantId } from '../../ids.ts'
import { cut } from '../plain-text.ts'
import { NAME_LENGTH } from '../policies.ts'
import { type Conference, isAtTheDoor, isInside } from '../state.ts'

/** A guest's name is unique among those inside and at the door: `Li`, `Li (2)` (SPEC.md, J4). `self`: who is to have it. */
export function uniqueName(conference: Conference, name: string, self?: ParticipantId): string {
  const others = Object.values(conference.people).filter(
    (person) => person.id !== self && (isInside(person) || isAtTheDoor(person)),
  )
  const taken = new Set(others.map((person) => person.name))
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) {
    const tail = ` (${n})`
    const tried = cut(name, NAME_LENGTH - tail.length) + tail
    if (!taken.has(tried)) return tried
  }
}
