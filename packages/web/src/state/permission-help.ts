import type { PlainKey } from '../i18n/texts.ts'
import type { Agent } from './agent.ts'
import type { Trouble } from './device-trouble.ts'

type Steps = readonly [PlainKey, PlainKey, PlainKey]

/** The steps that lead back to a permission, by who keeps it: the system, or this browser on this system. */
export function permissionSteps(agent: Agent, trouble: Trouble): Steps {
  if (trouble === 'system') {
    if (agent.os === 'mac') return ['help.system.mac.1', 'help.system.mac.2', 'help.system.mac.3']
    if (agent.os === 'windows')
      return ['help.system.windows.1', 'help.system.windows.2', 'help.system.windows.3']
    return ['help.system.other.1', 'help.system.other.2', 'help.system.other.3']
  }
  // On iOS every browser is the system's own, with the permission kept there.
  if (agent.os === 'ios') return ['help.ios.1', 'help.ios.2', 'help.ios.3']
  if (agent.os === 'android') return ['help.android.1', 'help.android.2', 'help.android.3']
  switch (agent.browser) {
    case 'chrome':
      return ['help.chrome.1', 'help.chrome.2', 'help.chrome.3']
    case 'edge':
      return ['help.edge.1', 'help.edge.2', 'help.edge.3']
    case 'firefox':
      return ['help.firefox.1', 'help.firefox.2', 'help.firefox.3']
    case 'safari':
      return ['help.safari.1', 'help.safari.2', 'help.safari.3']
    case 'other':
      return ['help.other.1', 'help.other.2', 'help.other.3']
    default:
      return agent.browser satisfies never
  }
}
