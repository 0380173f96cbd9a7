/** The start page: from signing in to being the host of one's own meeting, and the ways in for guests. */
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { createTab } from '../support/room.ts'
import { ADMIN_PASSWORD, serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off' } })
const chromium = chromiumForAll()

async function atStart(expected: RegExp[] = []) {
  const visitor = await chromium.visitor({ expected })
  const tab = createTab(await visitor.tab())
  await tab.page.goto(server.url)
  return { ...tab, visitor }
}

describe('the start page', () => {
  it('signs in, creates a meeting, copies its invitation, and enters as host', async () => {
    const { page, at, visitor, until, allowDevices, join, row, openPeople } = await atStart()
    await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write', 'camera', 'microphone'])
    await at('account').fill('admin')
    await at('account-password').fill('not the password')
    await at('sign-in').click()
    await page.getByText('Account or password is wrong.').waitFor()
    await at('account-password').fill(ADMIN_PASSWORD)
    await at('sign-in').click()

    await at('meeting-title').fill('Plans for spring')
    await at('create').click()
    await page.getByRole('button', { name: 'Copy invitation' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const invitation = await page.evaluate(() => navigator.clipboard.readText())
    const link = (await at('guest-link').innerText()).trim()
    expect(invitation).toContain('Plans for spring')
    expect(invitation).toContain(link)
    expect(invitation).toMatch(/Meeting ID: \d{3} \d{3} \d{3}\nPassword: \S+/)
    expect(invitation).not.toContain('#h=')

    await at('enter-created').click()
    await allowDevices()
    await join('Li Wei')
    await openPeople()
    expect(await row('Li Wei')).toMatchObject({ role: 'chair' })
    expect(await page.evaluate(() => location.href)).toBe(`${server.url}/gzbwclient/room`)

    await at('leave').click()
    await at('to-start').click()
    await until('the meeting in the list', () =>
      at('meeting').filter({ hasText: 'Plans for spring' }).isVisible(),
    )
  })

  it('lets in by number and password, and says which of them is wrong', async () => {
    const { confId, guestPassword } = await booked(server)
    const { page, at, headline, join } = await atStart()
    const number = confId.replace(/(\d{3})(?=\d)/g, '$1 ')
    await at('meeting-target').fill('12 34')
    await at('enter').click()
    await page.getByText('neither a meeting link of this server nor a meeting ID').waitFor()
    await at('meeting-target').fill(number)
    await at('meeting-password').fill('000000000')
    await at('enter').click()
    await page.getByRole('heading', { name: 'This meeting does not exist' }).waitFor()
    await page.getByRole('button', { name: 'Enter another meeting' }).click()
    await at('meeting-target').fill(number)
    await at('meeting-password').fill(guestPassword)
    await at('enter').click()
    await at('join').waitFor()
    expect(await headline()).toBe('Weekly review')
    await join('Ann')
  })

  it('takes a link from the middle of a pasted invitation', async () => {
    const { guest } = await booked(server)
    const { at, join } = await atStart()
    await at('meeting-target').fill(`Weekly review. Join: ${guest} See you there`)
    await at('enter').click()
    await at('join').waitFor()
    await join('Ann')
  })
})
