import { describe, expect, it } from 'vitest'
import { readAgent } from './agent.ts'
import { agents } from './agents.ts'
import { supportProblem, waysOut } from './browser-support.ts'
import { permissionSteps } from './permission-help.ts'

const find = (name: string) => agents.find((one) => one.name === name)!.agent

describe('the browser', () => {
  it.each(agents)('$name', ({ userAgent, touchPoints, agent }) => {
    expect(readAgent(userAgent, touchPoints)).toEqual(agent)
  })
})

describe('what keeps a meeting from working', () => {
  it.each(agents)('in $name', ({ agent }) => {
    const problem = supportProblem(agent, true)
    expect(problem?.is ?? null).toBe(agent.app ? 'webView' : null)
    if (problem?.is !== 'webView') return
    expect(waysOut(problem)).toHaveLength(2)
    expect(problem.canStay).toBe(true)
  })

  it('without WebRTC nothing does, in an app least of all', () => {
    expect(supportProblem(find('Chrome on Windows'), false)).toEqual({ is: 'noRtc' })
    expect(supportProblem(find('WeChat on Android'), false)).toMatchObject({ is: 'webView', canStay: false })
  })

  it('names the menu of the system one is on', () => {
    const of = (name: string) => {
      const problem = supportProblem(find(name), true)
      return problem?.is === 'webView' ? waysOut(problem) : []
    }
    expect(of('WeChat on an iPhone')).toContain('support.wechat.ios.2')
    expect(of('WeChat on Android')).toContain('support.wechat.android.2')
    expect(of('WeCom on an iPhone')).toContain('support.wecom.2')
    expect(of('DingTalk on Android')).toContain('support.dingtalk.2')
  })
})

describe('the way back to a permission', () => {
  it.each([
    ['Chrome on Windows', 'denied', 'help.chrome.1'],
    ['Edge on Windows', 'denied', 'help.edge.1'],
    ['Firefox on Linux', 'denied', 'help.firefox.1'],
    ['Firefox on Android', 'denied', 'help.android.1'],
    ['Chrome on Android', 'denied', 'help.android.1'],
    ['Safari on a Mac', 'denied', 'help.safari.1'],
    ['Safari on an iPhone', 'denied', 'help.ios.1'],
    ['Chrome on an iPhone', 'denied', 'help.ios.1'],
    ['Chrome on Windows', 'system', 'help.system.windows.1'],
    ['Safari on a Mac', 'system', 'help.system.mac.1'],
    ["Samsung's browser", 'system', 'help.system.other.1'],
  ] as const)('in %s when %s begins with %s', (name, trouble, first) => {
    expect(permissionSteps(find(name), trouble)[0]).toBe(first)
  })
})
