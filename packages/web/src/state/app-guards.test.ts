import { describe, expect, it } from 'vitest'
import { entrance, link, origin, setUp } from './app-test-stage.ts'
import type { SupportProblem } from './browser-support.ts'

describe('a duplicated tab', () => {
  const at = `${origin}/gzbwclient/room`

  it('is asked, and does not go in before the answer', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'seat' })
    await world.go()
    expect(world.app.page.get()).toMatchObject({ is: 'otherTab', given: false })
    expect(world.went).toEqual([])
    world.app.useHere()
    await world.settle()
    expect(world.page()).toBe('room')
    expect(world.held.at(-1)).toBe('seat')
  })

  it('that gives way forgets the place, so that a reload does not ask again', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'seat' })
    await world.go()
    world.app.stayThere()
    expect(world.app.page.get()).toMatchObject({ is: 'otherTab', given: true })
    expect(world.tab.seat()).toBeNull()
    expect(world.went).toEqual([])
  })

  it('a reload of the only tab is not asked', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'another' })
    await world.go()
    expect(world.page()).toBe('room')
  })
})

describe('a browser that will not do', () => {
  const webView: SupportProblem = { is: 'webView', app: 'wechat', os: 'ios', canStay: true }

  it('is told so before anything is asked, with the link still in the address', async () => {
    const world = setUp({ at: `${link}#h=key`, support: webView })
    await world.go()
    expect(world.app.page.get()).toMatchObject({ is: 'unsupported', link: `${link}#h=key` })
    expect(world.url()).toBe(`${link}#h=key`)
    expect(world.looked).toEqual([])
  })

  it('may be used all the same, and stays so over a reload', async () => {
    const world = setUp({ support: webView })
    await world.go()
    world.app.stay()
    await world.settle()
    expect(world.page()).toBe('door')
    const again = setUp({ at: world.url(), box: world.box, support: webView })
    await again.go()
    expect(again.page()).toBe('door')
  })

  it('without WebRTC nothing is tried, at the room address either', async () => {
    const world = setUp({ at: `${origin}/gzbwclient/room`, seat: {}, support: { is: 'noRtc' } })
    await world.go()
    expect(world.page()).toBe('unsupported')
    expect(world.went).toEqual([])
    const home = setUp({ at: `${origin}/accessibility`, support: { is: 'noRtc' } })
    await home.go()
    expect(home.page()).toBe('accessibility')
  })
})

describe('a return address', () => {
  const at = (to: string) => `${link}?returnTo=${encodeURIComponent(to)}`
  const shownAfter = async (to: string) => {
    const world = setUp({ at: at(to) })
    await world.go()
    expect(world.looked).toEqual([entrance])
    await world.app.joinAs('Ann')
    world.went[0]!.onOver({ is: 'over', why: 'left' }, false, false)
    const again = setUp({ at: world.url(), box: world.box })
    await again.go()
    const page = again.app.page.get()
    return page.is === 'left' ? page.returnTo : undefined
  }

  it('that the operator trusts is offered at the end, after a reload too', async () => {
    expect(await shownAfter('https://crm.example/case/7')).toEqual({
      href: 'https://crm.example/case/7',
      site: 'crm.example',
    })
  })

  it('of anybody else is not', async () => {
    expect(await shownAfter('https://evil.example/')).toBeNull()
  })
})
