import { describe, expect, it } from 'vitest'
import { SENT_TYPES } from '../present/envelope.ts'
import { fieldsOf, pushedFrames } from './frame-fields.ts'
import { ENVELOPE, expectedOf, NOTIFIES } from './notify-fields.ts'

describe('the pushes', () => {
  const frames = pushedFrames()

  it('are all those that are sent', () => {
    expect(NOTIFIES.map(({ type }) => type).sort()).toEqual([...SENT_TYPES].sort())
    expect([...new Set(frames.map(({ action }) => action))].sort()).toEqual([...SENT_TYPES].sort())
  })

  it.each(NOTIFIES.map((notify) => [notify.type, notify] as const))(
    '%s has its fields and no others',
    (type, notify) => {
      const expected = [...expectedOf(ENVELOPE), ...expectedOf(notify)]
      const types = new Map(expected.map((field) => [field.path, field.type]))
      const found = frames.filter(({ action }) => action === type).flatMap((frame) => fieldsOf(frame))
      // What is empty in one sample has fields in another.
      const isEmptyList = ({ path }: { path: string }): boolean =>
        [...types.keys()].some((one) => one.startsWith(`${path}[].`))
      const real = found.filter((field) => !isEmptyList(field))
      expect(real.filter(({ path, type }) => types.get(path) !== type)).toEqual([])
      const seen = new Set(real.map(({ path }) => path))
      expect([...types.keys()].filter((path) => !seen.has(path))).toEqual([])
      const unsent = (notify.unsent ?? []).flatMap(({ names }) => names.split(' '))
      expect(unsent.filter((name) => [...seen].some((path) => path.split('.').at(-1) === name))).toEqual([])
    },
  )
})
