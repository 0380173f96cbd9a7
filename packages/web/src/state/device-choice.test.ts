import { expect, it } from 'vitest'
import { inUse } from './device-choice.ts'

const list = [
  { id: 'a', label: 'Built-in' },
  { id: 'b', label: 'Headset' },
]

it.each([
  ['the one that was chosen', 'b', 'Headset', 'b'],
  ['what the system chose, by its name', 'default', 'Default - Headset', 'b'],
  ['nothing that is known', 'default', 'Default - Else', 'default'],
  ['nothing while there is no track', '', undefined, ''],
])('%s', (_, chosen, label, expected) => {
  expect(inUse(list, chosen, label)).toBe(expected)
})
