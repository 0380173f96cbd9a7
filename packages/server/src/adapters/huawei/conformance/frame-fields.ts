import { readdirSync, readFileSync } from 'node:fs'
import type { FieldType } from './notify-fields.ts'

export type Frame = Record<string, unknown> & { action: string }
export type Found = { path: string; type: FieldType | 'other'; value: unknown }

const FIXTURES = new URL('../fixtures/', import.meta.url)

/** The pushes among the fixtures, which the presenters are tested to make. */
export function pushedFrames(): Frame[] {
  return readdirSync(FIXTURES)
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')).wire as unknown)
    .filter((wire): wire is Frame => {
      const action = typeof wire === 'object' && wire !== null && 'action' in wire ? wire.action : null
      return typeof action === 'string' && action.endsWith('Notify')
    })
}

/** Every field of a frame by its path (`data[].pinfoMap.NAME`). A list of plain values is one field, and so is an empty one. */
export function fieldsOf(value: unknown, path = ''): Found[] {
  if (Array.isArray(value)) {
    const [first] = value
    if (typeof first !== 'object' || first === null) return [{ path, type: 'list', value }]
    return value.flatMap((item) => fieldsOf(item, `${path}[]`))
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) =>
      fieldsOf(item, path === '' ? key : `${path}.${key}`),
    )
  return [{ path, type: typeOf(value), value }]
}

function typeOf(value: unknown): Found['type'] {
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as 'string' | 'boolean'
  return Number.isInteger(value) ? 'int' : 'other'
}
