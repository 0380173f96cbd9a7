import { expect, it } from 'vitest'
import { pageSettings } from './page-settings.ts'

it.each([
  ['{"frameAncestors":["https://a.example"],"returnOrigins":[]}', ['https://a.example'], []],
  [
    '{"frameAncestors":"https://a.example","returnOrigins":["https://b.example",7,null]}',
    [],
    ['https://b.example'],
  ],
  ['', [], []],
  ['null', [], []],
  ['{', [], []],
])('settings %j trust %j and %j', (text, frameAncestors, returnOrigins) => {
  expect(pageSettings(text)).toEqual({ frameAncestors, returnOrigins })
})
