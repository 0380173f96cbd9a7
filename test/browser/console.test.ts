/** The console: an administrator makes a rule, tries it, gives it a target, sees what was sent, and sends it again. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createApi } from '../support/api.ts'
import { axeViolations } from '../support/axe.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest, verifySignature } from '../support/receiver.ts'
import { ADMIN_PASSWORD, serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
const chromium = chromiumForAll()

async function signedIn(path = '/console', expected: RegExp[] = []): Promise<Page> {
  const visitor = await chromium.visitor({ expected })
  const page = await visitor.tab()
  await page.goto(`${server.url}${path}`)
  await page.getByTestId('account').fill('admin')
  await page.getByTestId('account-password').fill(ADMIN_PASSWORD)
  await page.getByTestId('sign-in').click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return page
}

describe('the console', () => {
  it('leads from a rule to its deliveries and back to the receiver', { timeout: 90_000 }, async () => {
    const receiver = await receiverForTest()
    receiver.answer(({ path }) => (path === '/gone' ? { status: 410 } : {}))
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Li')
    const page = await signedIn('/console', [/400/])
    await page.getByText('No rules yet').waitFor()

    await page.getByRole('link', { name: 'New rule' }).click()
    await page.getByLabel('Name', { exact: true }).fill('attendance')
    await page.getByLabel('Bus').selectOption('default')
    const pattern = page.getByLabel('Event pattern (JSON)')
    await pattern.fill('{"type":["aliyuncvc:MeetingEvent:MemberState"')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').filter({ hasText: '/pattern' }).waitFor()
    await pattern.fill('{"type":[{"suffix":":MemberStateEvent"}]}')
    await page.getByRole('button', { name: 'Against the last 200 events' }).click()
    await page.getByText('1 of 2 events matches.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Rule attendance' }).waitFor()
    expect(await axeViolations(page)).toEqual([])

    await page.getByLabel('URL').fill(`${receiver.url}/hook`)
    await page.getByRole('button', { name: 'Add target' }).click()
    const secret = await page.locator('.fact-long').innerText()
    expect(secret).toMatch(/^whsec_/)
    await page.getByRole('button', { name: 'Close' }).click()

    await guestInside(server, info.guestJoinUri, 'Ann')
    const [push] = await receiver.atLeast(1)
    verifySignature(push!, secret)
    expect(JSON.parse(JSON.parse(push!.body).data).action).toBe('member_join')

    await page.getByRole('link', { name: 'Deliveries' }).click()
    await page.getByTestId('delivery').first().getByRole('link').click()
    await page.getByTestId('attempt').first().locator('summary').click()
    await page.getByText('webhook-signature: v1,').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Resend' }).click()
    await page.getByText('It is sent again').waitFor()
    const again = await receiver.atLeast(2)
    expect(again[1]).toMatchObject({ id: push!.id, body: push!.body })

    // A reload stands where one was.
    await page.reload()
    await page.getByTestId('attempt').nth(1).waitFor()
  })

  it('switches the messages of meetings off and on: what happens meanwhile is never pushed', async () => {
    const receiver = await receiverForTest()
    const api = createApi(server)
    const { id } = await api.rule('switched', `${receiver.url}/switched`, {
      type: [{ suffix: ':MemberStateEvent' }],
    })
    const page = await signedIn()
    const button = page.getByTestId('messages-switch')
    await button.focus()
    await page.keyboard.press('Space')
    await page.getByText('Off: nothing that happens now').waitFor()
    expect(await button.getAttribute('aria-checked')).toBe('false')
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Unheard')
    await page.keyboard.press('Space')
    await page.getByText('On: what happens in meetings').waitFor()
    await guestInside(server, info.guestJoinUri, 'Heard')
    await receiver.atLeast(1)
    await eventually(async () => (await api.deliveries({ rule: id, status: 'delivered' })).length === 1)
    expect(receiver.pushes.filter(({ path }) => path === '/switched')).toHaveLength(1)
  })

  it('pauses a target, keeps what it is owed, and sends it on', async () => {
    const receiver = await receiverForTest()
    const api = createApi(server)
    const { id } = await api.rule('paused', `${receiver.url}/paused`, {
      type: [{ suffix: ':MemberStateEvent' }],
    })
    const page = await signedIn(`/console/rules/${id}`)
    await page.getByRole('button', { name: 'Pause target' }).click()
    await page.getByRole('button', { name: 'Resume target' }).waitFor()
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Li')
    await eventually(async () => (await api.deliveries({ rule: id, status: 'pending' })).length === 1)
    expect(receiver.pushes).toEqual([])
    await page.reload()
    await page.getByText('1 pending').waitFor()
    await page.getByRole('button', { name: 'Resume target' }).click()
    await receiver.atLeast(1)
  })

  it('is walked by keyboard alone, and asks before it deletes', async () => {
    const api = createApi(server)
    const { id } = await api.rule('to-delete', 'https://example.org/hook')
    const page = await signedIn(`/console/rules/${id}`)
    const remove = page.getByRole('button', { name: 'Delete rule' })
    await remove.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await remove.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Rules' }).waitFor()
    expect((await api.call('GET', `/rules/${id}`)).status).toBe(404)
  })

  it('is for administrators', async () => {
    const visitor = await chromium.visitor({ expected: [/401/] })
    const page = await visitor.tab()
    await page.goto(`${server.url}/console/deliveries`)
    await page.getByTestId('account').fill('admin')
    await page.getByTestId('account-password').fill('not the password')
    await page.getByTestId('sign-in').click()
    await page.getByText('Account or password is wrong.').waitFor()
    expect((await createApi(server, 'not-a-key').call('GET', '/deliveries')).status).toBe(401)
  })
})
