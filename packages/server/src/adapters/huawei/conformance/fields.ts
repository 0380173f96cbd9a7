import type { Field, Mark } from './row.ts'

/** A switch that must be 0 or 1. */
export function flagField(path: string, required = true): Field {
  const answer = 'MMC.111072045'
  return {
    path,
    required,
    bad: [
      { kind: 'out of range', value: 2, answer, mark: 'ours' },
      { kind: 'wrong type', value: 'yes', answer, mark: 'ours' },
    ],
  }
}

/** A list with at least one thing in it, and at most 1,000. `wrong` is no list. */
export function listField(path: string, wrong: unknown, thing: unknown, limit: Mark = 'ours'): Field {
  return {
    path,
    required: true,
    bad: [
      { kind: 'out of range', value: [], answer: 'MMC.111072023', mark: 'D' },
      { kind: 'wrong type', value: wrong, answer: 'MMC.111072023', mark: 'ours' },
      { kind: 'too long', value: Array(1001).fill(thing), answer: 'MMC.111071066', mark: limit },
    ],
  }
}

/** Somebody by id. */
export function participantField(path: string, required: boolean): Field {
  return {
    path,
    required,
    bad: [
      { kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' },
      { kind: 'wrong type', value: 7, answer: 'MMC.111071061', mark: 'ours' },
    ],
  }
}
