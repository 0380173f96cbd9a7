/** [HW] 4: the sample page of the documents runs as it is printed and is pushed to. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { FOLLOWED, type Notify, startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off' } })
const chromium = chromiumForAll()

const SAMPLE = readFileSync(new URL('../fixtures/huawei-sample-page.html', import.meta.url), 'utf8')

/** The placeholders of the page, and the address that stands in it, each exactly once. */
function filled(values: Record<string, string>): string {
  return Object.entries(values).reduce((page, [placeholder, value]) => {
    expect(page.split(placeholder)).toHaveLength(2)
    return page.replace(placeholder, value)
  }, SAMPLE)
}

it('the sample page of the document, its placeholders filled, subscribes and receives what happens', async () => {
  const { info, control } = await startedConference(server)
  const html = filled({
    '900964776': info.conferenceID,
    'Obtaining a Token for Establishing a WebSocket Connection': await control.wsToken(),
    'wss://100.94.23.40:443': control.wsURL,
    'Obtaining a Meeting Control Token': control.token,
  })
  // From an origin of its own, as the page of a third party is.
  const origin = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(html)
  })
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void origin.close())

  const { context, tab } = await chromium.visitor({ expected: [/favicon/] })
  const page = await tab()
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
  const alerts: string[] = []
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message())
    void dialog.accept()
  })
  const frames: (Notify & { data: { returnCode?: number } })[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(JSON.parse(String(payload)))),
  )
  await page.goto(`http://127.0.0.1:${(origin.address() as AddressInfo).port}/`)
  await page.getByRole('link').click()

  const got = (action: string) => frames.filter((frame) => frame.action === action)
  await eventually(() => FOLLOWED.every((action) => got(action).length > 0), {
    what: 'a message of each type',
    seen: () => frames,
  })
  expect(alerts).toHaveLength(1)
  expect(alerts[0]).toMatch(
    /^Sending subscription message\.\.\.\{"sequence":"0+2611382273415","action":"Subscribe"/,
  )

  await guestInside(server, info.guestJoinUri, 'Ann')
  const named = (frame: Notify) => JSON.stringify(frame).includes('"Ann"')
  await eventually(() => got('ParticipantsNotify').some(named), { what: 'Ann', seen: () => frames })
  await control.lock(1)
  await eventually(() => got('ConfDynamicInfoNotify').length > 1, { what: 'the lock', seen: () => frames })
  await context.close()
})
