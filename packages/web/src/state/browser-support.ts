import type { PlainKey } from '../i18n/texts.ts'
import type { Agent } from './agent.ts'

/** What keeps a meeting from working in this browser, told before anything is asked of the reader. */
export type SupportProblem =
  /** An app's own small browser. `canStay`: WebRTC is there, so one may try all the same. */
  { is: 'webView'; app: NonNullable<Agent['app']>; os: Agent['os']; canStay: boolean } | { is: 'noRtc' }

export function supportProblem(agent: Agent, hasRtc: boolean): SupportProblem | null {
  if (agent.app) return { is: 'webView', app: agent.app, os: agent.os, canStay: hasRtc }
  return hasRtc ? null : { is: 'noRtc' }
}

/** How to get from the app to the browser of the system, in steps. */
export function waysOut({ app, os }: Extract<SupportProblem, { is: 'webView' }>): readonly PlainKey[] {
  switch (app) {
    case 'wechat':
      return ['support.wechat.1', os === 'ios' ? 'support.wechat.ios.2' : 'support.wechat.android.2']
    case 'wecom':
      return ['support.wecom.1', 'support.wecom.2']
    case 'dingtalk':
      return ['support.dingtalk.1', 'support.dingtalk.2']
    default:
      return app satisfies never
  }
}
