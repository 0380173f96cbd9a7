import { expect, it } from 'vitest'
import { createRoomTexts } from '../i18n/room-texts.ts'
import { keyLabel, otherKeys, shortcuts } from './shortcuts.ts'

/** The catalogue as Markdown; `docs/keyboard.md` is exactly this. */
function keyboardPage(): string {
  const en = createRoomTexts()('en')
  const zh = createRoomTexts()('zh-CN')
  const label = (mac: boolean) => (key: string) => (key === 'Space' ? 'Space' : keyLabel(key, mac))
  const combination = (mac: boolean) => (keys: readonly string[]) =>
    keys.map(label(mac)).join(mac ? ' ' : '+')
  const cell = (keys: readonly (readonly string[])[], mac: boolean) =>
    keys.map((one) => `\`${combination(mac)(one)}\``).join(', ')
  const rows = [...Object.values(shortcuts), ...otherKeys.map((one) => ({ ...one, single: undefined }))].map(
    ({ text, keys, single }) =>
      `| ${en.t(text)} | ${zh.t(text)} | ${cell(keys, false)} | ${cell(keys, true)} | ${single ? `\`${single.toUpperCase()}\`` : ''} |`,
  )
  return `# Keyboard

Everything in a meeting works by keyboard alone; these keys only make it shorter. The page lists them under \`?\`, its tooltips name
them. This page is made from the same catalogue (\`npm run docs\`).

| action | | Windows, Linux | Mac | single key |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

- Single keys are off until somebody turns them on in the settings of the page, and never work in a text field, a menu or a dialog.
  All shortcuts can be turned off there, but for F6 and Esc.
- Space talks only while no button or field has the focus, and can be turned off apart. Shift+F6 goes back.
- Microphone, camera, chat, people and *who speaks* work while one is typing, too. Ctrl+D and Ctrl+E are bookmarks and search
  elsewhere; in a meeting they belong to microphone and camera.
- Ctrl+Alt is what AltGr sends on some keyboards: letters typed with AltGr are not taken for shortcuts.
`
}

it('docs/keyboard.md tells of exactly the keys there are', async () => {
  await expect(keyboardPage()).toMatchFileSnapshot('../../../../docs/keyboard.md')
})
