/** [WC] 1.4, 1.5, 3.2 and [HW] 3.5, 4: people in real browsers, and what host and programs do to them. */
import { describe, expect, it } from 'vitest'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { personAt, personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

const A_SECOND = { withinMs: 1_000 }

/** A meeting with its host and one guest inside, each knowing the other's id. */
async function twoPeople() {
  const { info, control, program } = await startedConference(server, { subject: 'Weekly review' })
  const [host, guest] = await Promise.all([
    personIn(chromium, info.chairJoinUri, 'Li Wei'),
    personIn(chromium, info.guestJoinUri, 'Ann'),
  ])
  const [ann, li] = await Promise.all([host.idOf('Ann'), guest.idOf('Li Wei')])
  return { info, control, program, host, guest, ann, li }
}

describe('two people in a meeting', () => {
  it('see each other move, hear each other, and learn of each change within a second', async () => {
    const { host, guest, ann, li } = await twoPeople()
    await Promise.all([host.sees(ann), guest.sees(li), host.hears(ann), guest.hears(li)])

    const open = { muted: false, cameraOpen: true, reconnecting: false }
    expect(await host.rows()).toEqual([
      { id: li, name: 'Li Wei (you)', role: 'chair', ...open },
      { id: ann, name: 'Ann', role: 'guest', ...open },
    ])
    expect((await guest.rows()).map(({ name, role }) => [name, role])).toEqual([
      ['Li Wei', 'chair'],
      ['Ann (you)', 'guest'],
    ])
    for (const { at } of [host, guest]) expect(await at('tile').count()).toBe(1)
    for (const page of [host, guest]) expect(await page.headline()).toBe('Weekly review')

    await guest.at('mic').click()
    await host.until('Ann muted', async () => (await host.row('Ann'))?.muted, A_SECOND)
    await guest.at('camera').click()
    await host.until('the camera closed', async () => !(await host.row('Ann'))?.cameraOpen, A_SECOND)
    await guest.at('camera').click()
    await host.until('the camera open', async () => (await host.row('Ann'))?.cameraOpen, A_SECOND)
    await host.sees(ann)
  })

  it('the big picture is who speaks last, through silence too; without a camera it passes to the chair', async () => {
    const { host, guest, ann, li } = await twoPeople()
    const bothShow = (what: string, id: string) =>
      Promise.all([host, guest].map((page) => page.until(what, async () => (await page.main()) === id)))
    await host.at('mic').click()
    await bothShow('Ann, who alone speaks', ann)
    await guest.at('mic').click()
    await host.at('mic').click()
    await bothShow('Li Wei, who alone speaks', li)
    await host.at('mic').click()
    await host.page.waitForTimeout(2_500)
    await bothShow('Li Wei, still', li)
    await guest.at('mic').click()
    await bothShow('Ann again', ann)
    await guest.at('camera').click()
    await bothShow('the chair', li)
  })
})

describe('muting', () => {
  it('by the host in the page: real, said to the muted person by name, and told at the program’s socket', async () => {
    const { host, guest, ann, control } = await twoPeople()
    const channel = await control.follow()
    expect(channel.participant(ann)).toMatchObject({ MUTE: '0' })
    await host.hears(ann)

    await host.at('person').filter({ hasText: 'Ann' }).getByTestId('mute-person').click()
    await eventually(() => channel.participant(ann)?.MUTE === '1', { what: 'MUTE', ...A_SECOND })
    await guest.toast('Muted by Li Wei (host)')
    expect(await guest.at('mic').getAttribute('data-on')).toBe('false')
    expect(await guest.sendsSound()).toBe(false)
    await host.hearsNothing(ann)

    // The host's mute allows unmuting unless the meeting says otherwise.
    await guest.at('mic').click()
    await eventually(() => channel.participant(ann)?.MUTE === '0', { what: 'MUTE', ...A_SECOND })
    await host.hears(ann)
    expect(channel.problems).toEqual([])
    await channel.close()
  })

  it('by a program: real, shown in the page, and binding when it forbids to unmute', async () => {
    const { host, guest, ann, control } = await twoPeople()
    await host.hears(ann)

    expect((await control.mute(ann, 1)).status).toBe(200)
    await guest.toast(/Muted by .*by API/u)
    await host.until('Ann muted', async () => (await host.row('Ann'))?.muted, A_SECOND)
    expect(await guest.sendsSound()).toBe(false)
    await host.hearsNothing(ann)

    await control.mute(ann, 0)
    await guest.at('mic').click()
    await host.hears(ann)
    await control.muteAll(1, 0)
    await guest.until('muted', async () => (await guest.row('Ann'))?.muted, A_SECOND)
    await guest.at('mic').click()
    await guest.toast('You are muted until the host allows')
    expect(await guest.sendsSound()).toBe(false)
  })
})

describe('the host', () => {
  it('locks: the lock is shown to all, and a newcomer is told at the door', async () => {
    const { info, host, guest } = await twoPeople()
    await host.chooses('lock')
    await guest.until('the lock', () => guest.at('locked').isVisible(), A_SECOND)
    await guest.toast('Li Wei (host) locked the meeting')
    const late = await personAt(chromium, info.guestJoinUri)
    await late.until('the reason', async () => (await late.headline()) === 'The meeting is locked')
    expect(await late.at('join').count()).toBe(0)
    await host.chooses('lock')
    await host.until('no lock', async () => (await host.at('locked').count()) === 0, A_SECOND)
    await late.at('retry').click()
    await late.at('join').waitFor()
  })

  it('removes somebody, who is told so and is gone for the others; then ends, and everybody is told', async () => {
    const { info, host, guest, control } = await twoPeople()
    await host.at('person').filter({ hasText: 'Ann' }).getByTestId('person-menu').click()
    await host.at('act-remove').click()
    await host.at('confirm-remove').click()
    await host.until('Ann gone', async () => !(await host.row('Ann')), A_SECOND)
    await guest.until('the reason', async () => /removed/.test(await guest.headline()))

    const next = await personIn(chromium, info.guestJoinUri, 'Bob')
    await host.idOf('Bob')
    await host.chooses('end')
    await host.at('confirm-end').click()
    await host.until('the end', async () => (await host.headline()) === 'You ended the meeting')
    await next.until('the end', async () => (await next.headline()) === 'The meeting has ended')
    expect((await control.steer('GET', '/realTimeInfo')).status).not.toBe(200)
  })
})
