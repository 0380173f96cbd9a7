import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { eventually } from '../support/eventually.ts'
import { guestInside } from '../support/people.ts'
import { API_KEY, serverForAll } from '../support/server.ts'

const PAGE = readFileSync(new URL('../../docs/captions.md', import.meta.url), 'utf8')

const server = serverForAll({ env: { PARLEY_DEMO: 'off' } })

/** What the page tells a reader to type, with the three values that are the reader's own. */
function typed(own: Record<'server' | 'key' | 'conf', string>): string {
  const blocks = Array.from(PAGE.matchAll(/```sh\n([\s\S]*?)```/gu), ([, block]) => block ?? '')
  const known = (line: string) => /^(server|key|conf)=/u.exec(line)?.[1] as keyof typeof own | undefined
  return blocks
    .join('\necho\n')
    .split('\n')
    .map((line) => {
      const name = known(line)
      return name ? `${name}='${own[name]}'` : line
    })
    .join('\n')
}

it('the calls of docs/captions.md, typed as they stand, are read live by a guest', async () => {
  const meeting = await booked(server)
  const { conference } = await guestInside(server, meeting.guest, 'Ann')
  const heard: string[] = []
  conference.on('caption.heard', ({ data }) => {
    heard.push(`${data.texts[0]?.text}${data.final ? '' : ' …'}`)
  })
  const script = typed({ server: server.url, key: API_KEY, conf: meeting.confId })
  const { stdout } = await promisify(execFile)('bash', ['-euc', script])
  const answers = stdout
    .split('\n')
    .flatMap((line) => line.split(/(?<=\})(?=\{)/u))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).result)
  const version = { version: expect.any(Number) }
  expect(answers).toEqual([version, {}, {}, version])
  await eventually(() => heard.length === 2, {
    what: 'both versions of the line',
    withinMs: 5_000,
    everyMs: 20,
  })
  expect(heard).toEqual(['Good mor …', 'Good morning, everyone.'])
})
