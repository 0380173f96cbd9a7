import type { ParticipantId } from '../../ids.ts'
import { Refusal, refuse } from '../../refusal.ts'
import type { PersonResult, Whom } from '../commands.ts'
import { isImmune, requireFloor, requireInside } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { isInside, type Participant, personById } from '../state.ts'

/** A command on others has to say on whom. */
export function requireNamed(named: readonly unknown[], path = 'ids'): void {
  if (named.length === 0) refuse('invalid', 'nobody is named', { path, rule: 'required' })
}

/** A person inside, by id. */
export function personInside(scene: Scene, id: ParticipantId): Participant {
  return personWho(scene, id, isInside)
}

/** Somebody of whom `fits` is true, by id; nobody else is there for the command. */
export function personWho(
  { conference }: Scene,
  id: ParticipantId,
  fits: (person: Participant) => boolean,
): Participant {
  const person = personById(conference, id)
  return person && fits(person) ? person : refuse('no-participant', 'there is no such participant')
}

/**
 * A bulk command does what it can and answers per id. Naming exactly one person makes its refusal the
 * command's own, so that a wire with one target gets a clear error. `find` refuses; default: people inside.
 */
export function each(
  scene: Scene,
  ids: readonly ParticipantId[],
  act: (person: Participant) => void,
  find: (id: ParticipantId) => Participant = (id) => personInside(scene, id),
): Outcome {
  const results: PersonResult[] = []
  for (const id of new Set(ids)) {
    try {
      const person = find(id)
      if (isImmune(scene.standing, person)) refuse('host-immune', 'cohosts have no power over the host')
      act(person)
      results.push({ id })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (ids.length === 1) throw error
      results.push({ id, refused: error.code })
    }
  }
  return { results }
}

/** Runs `own` on the actor itself, `other` on people it has the floor over. */
export function onWhom(
  scene: Scene,
  { ids }: Whom,
  own: (me: Participant) => void,
  other: (person: Participant) => void,
): Outcome {
  const me = scene.standing.me
  if (!ids) {
    own(requireInside(scene.standing))
    return {}
  }
  requireNamed(ids)
  const onlyMe = me !== null && ids.every((id) => id === me.id)
  if (!onlyMe) requireFloor(scene.standing)
  return each(scene, ids, (person) => (person.id === me?.id ? own(person) : other(person)))
}
