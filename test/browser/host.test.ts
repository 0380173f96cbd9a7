/** [WC] 1.5, 4.6: what a host does from the page, as the one concerned reads it on another page. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { personAt, personIn, type Tab } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

/** Chooses from the menu of somebody's row. */
async function does(host: Tab, name: string, action: string): Promise<void> {
  await host.at('person').filter({ hasText: name }).getByTestId('person-menu').click()
  await host.at(`act-${action}`).click()
}
async function forAll(host: Tab, item: string): Promise<void> {
  await host.at('people-more').click()
  await host.at(item).click()
}
const roleOf = async (tab: Tab, name: string) => (await tab.row(name))?.role

async function hostAndAnn(params: Parameters<typeof booked>[1] = {}) {
  const meeting = await booked(server, params)
  const host = await personIn(chromium, meeting.host, 'Li Wei')
  await host.openPeople()
  const ann = await personIn(chromium, meeting.guest, 'Ann')
  await ann.openPeople()
  await host.idOf('Ann')
  return { meeting, host, ann }
}

it('lets people in from the waiting room, sends one back, and refuses one', async () => {
  const { meeting, host, ann } = await hostAndAnn()
  await forAll(host, 'waiting-room')
  const bob = await personAt(chromium, meeting.guest)
  await bob.at('name').fill('Bob')
  await bob.at('join').click()
  await host.at('waiting-person').filter({ hasText: 'Bob' }).getByTestId('admit').click()
  await bob.at('room').waitFor()
  await host.idOf('Bob')
  expect(await host.at('waiting-person').count()).toBe(0)
  // Who has not the floor never knew.
  expect(await ann.at('waiting-list').count()).toBe(0)

  await does(host, 'Bob', 'toWaitingRoom')
  await host.at('waiting-person').filter({ hasText: 'Bob' }).getByTestId('refuse').click()
  await bob.at('room').waitFor({ state: 'detached' })
  await host.until('Bob gone', async () => (await host.at('waiting-person').count()) === 0)
})

it('removes somebody, who is told whether it is for good', async () => {
  const { meeting, host, ann } = await hostAndAnn()
  await does(host, 'Ann', 'remove')
  await host.at('confirm-remove').click()
  await ann.until('why', async () => (await ann.headline()) === 'You were removed from the meeting')
  const bob = await personIn(chromium, meeting.guest, 'Bob', { without: true })
  await host.idOf('Bob')
  await does(host, 'Bob', 'remove')
  await host.page.getByLabel('Do not let them back in').check()
  await host.at('confirm-remove').click()
  await bob.until('why', async () => (await bob.headline()) === 'You were removed and cannot come back')
})

it('says who is co-host and host, gives the place up, and takes it again with the host link', async () => {
  const { meeting, host, ann } = await hostAndAnn()
  await does(host, 'Ann', 'makeCohost')
  await ann.toast('You are a co-host now')
  await host.until('the role', async () => (await roleOf(host, 'Ann')) === 'cohost')
  await does(host, 'Ann', 'rename')
  await host.at('rename-name').fill('Anna')
  await host.at('confirm-rename').click()
  await ann.toast('Li Wei (host) renamed you to Anna')
  await does(host, 'Anna', 'handOver')
  await host.at('confirm-hand-over').click()
  await ann.toast('Li Wei (host) made you the host')
  await ann.until('the role', async () => (await roleOf(ann, 'Anna')) === 'chair')
  // No host, no menu of one.
  await host.until('the tools gone', async () => (await host.at('mute-all').count()) === 0)

  await does(ann, 'Anna', 'release')
  await ann.at('claim-chair').click()
  await ann.at('claim-proof').fill('not the password')
  await ann.at('confirm-claim').click()
  await ann.page.getByText('This is not the host password of this meeting.').waitFor()
  await ann.at('claim-proof').fill(meeting.host)
  await ann.at('confirm-claim').click()
  await ann.until('the role', async () => (await roleOf(ann, 'Anna')) === 'chair')
})

it('mutes all with leave to unmute apart, allows one to speak, and shows one to all', async () => {
  const { host, ann } = await hostAndAnn()
  await host.at('mute-all').click()
  await host.page.getByLabel('They may unmute themselves').uncheck()
  await host.at('confirm-mute-all').click()
  await host.until('Ann muted', async () => (await host.row('Ann'))?.muted)
  await ann.at('mic').click()
  await ann.toast(/muted until the host allows/)
  await host.at('unmute-person').click()
  await ann.toast('Li Wei (host) lets you speak. You are heard again.')
  await does(host, 'Ann', 'spotlight')
  await ann.toast('Li Wei (host) shows you to all')
  await does(host, 'Ann', 'endSpotlight')
  await does(host, 'Ann', 'closeCamera')
  await ann.toast('Camera turned off by Li Wei (host)')
})

it('changes a setting, which the page reads back and the others learn', async () => {
  const { host, ann } = await hostAndAnn()
  await forAll(host, 'meeting-settings')
  await host.at('rule-chat').selectOption('none')
  await ann.toast('The host has closed the chat.')
  await host.at('rule-allowUnmute').uncheck()
  await host.at('rule-memberInvite').check()
  await ann.at('people-invite').waitFor()
  await host.page.keyboard.press('Escape')
  await forAll(host, 'meeting-settings')
  expect(await host.at('rule-chat').inputValue()).toBe('none')
  expect(await host.at('rule-allowUnmute').isChecked()).toBe(false)
})

it('calls the roll, and keeps the marks', async () => {
  const { host, ann } = await hostAndAnn()
  await forAll(host, 'roll-call')
  await host.at('roll-called').filter({ hasText: 'Ann' }).waitFor()
  await ann.toast('Roll call: it is your turn')
  await host.at('roll-present').click()
  await host.at('roll-end').click()
  await host.at('roll-close').waitFor()
  expect(await host.at('roll-entry').first().getAttribute('data-mark')).toBe('present')
  await host.at('roll-close').click()
  await host.idOf('Ann')
})

it('ends a roll call that its page lost by a reload', async () => {
  const { host, ann } = await hostAndAnn()
  await forAll(host, 'roll-call')
  await ann.toast('Roll call: it is your turn')
  await host.page.reload()
  await host.openPeople()
  await host.at('roll-note').filter({ hasText: 'Ann' }).waitFor()
  await host.at('roll-end').click()
  await host.at('roll-note').waitFor({ state: 'detached' })
  await ann.toast('The host no longer chooses the main picture')
})

it('counts down the last minutes and extends the meeting', async () => {
  const { host, ann } = await hostAndAnn({ duration: 4, settings: { prolongMinutes: 0 } })
  await ann.at('ends-in').waitFor()
  expect(await ann.page.getByRole('button', { name: 'Extend' }).count()).toBe(0)
  await host.at('ends-in').click()
  await host.at('extend-15').click()
  await ann.toast('Li Wei (host) extended the meeting')
  for (const tab of [host, ann]) await tab.at('ends-in').waitFor({ state: 'detached' })
})

it('hands out the invitation in both languages and as a calendar file, and says whom it cannot call', async () => {
  const { meeting, host } = await hostAndAnn()
  const { page, at } = host
  await at('people-invite').click()
  expect((await at('guest-link').innerText()).trim()).toBe(meeting.guest)
  await at('invitation-language').selectOption('zh-CN')
  const text = await at('invitation-text').innerText()
  expect(text).toContain('Li Wei邀请参加会议')
  expect(text).toContain(meeting.guest)
  const [download] = await Promise.all([page.waitForEvent('download'), at('calendar').click()])
  expect(download.suggestedFilename()).toBe('Weekly-review.ics')
  const file = readFileSync((await download.path())!, 'utf8').replaceAll('\r\n ', '')
  expect(file).toContain(`\r\nURL:${meeting.guest}\r\n`)
  for (const [whom, told] of [
    ['nobody.here', 'There is no account nobody.here.'],
    ['+86 138 0013 8000', 'no account has this number'],
  ] as const) {
    await at('call-whom').fill(whom)
    await at('call').click()
    await at('call-told').filter({ hasText: told }).waitFor()
  }
})
