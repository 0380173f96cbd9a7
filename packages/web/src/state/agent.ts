/**
 * Which browser this is, as far as words of help depend on it; never whether something works, which is asked of the
 * browser itself. Apps that show pages in a view of their own are told by the marks they put into the user agent.
 */
export type Agent = {
  browser: 'chrome' | 'edge' | 'firefox' | 'safari' | 'other'
  os: 'ios' | 'android' | 'mac' | 'windows' | 'other'
  /** The app whose own small browser this is. */
  app: 'wechat' | 'wecom' | 'dingtalk' | null
}

/** `touchPoints`: an iPad calls itself a Mac and is told from one by having more than one. */
export function readAgent(userAgent: string, touchPoints = 0): Agent {
  return { browser: browserOf(userAgent), os: osOf(userAgent, touchPoints), app: appOf(userAgent) }
}

function appOf(userAgent: string): Agent['app'] {
  // WeCom names WeChat too.
  if (/\bwxwork\//iu.test(userAgent)) return 'wecom'
  if (/MicroMessenger\//iu.test(userAgent)) return 'wechat'
  return /DingTalk[/(]/iu.test(userAgent) ? 'dingtalk' : null
}

function osOf(userAgent: string, touchPoints: number): Agent['os'] {
  if (/\b(iPhone|iPad|iPod)\b/u.test(userAgent)) return 'ios'
  if (/Android|HarmonyOS|OpenHarmony/u.test(userAgent)) return 'android'
  if (/Macintosh/u.test(userAgent)) return touchPoints > 1 ? 'ios' : 'mac'
  return /Windows/u.test(userAgent) ? 'windows' : 'other'
}

function browserOf(userAgent: string): Agent['browser'] {
  if (/\b(Edg|EdgA|EdgiOS)\//u.test(userAgent)) return 'edge'
  if (/\b(Firefox|FxiOS)\//u.test(userAgent)) return 'firefox'
  if (/\b(OPR|SamsungBrowser|Vivaldi|YaBrowser|UCBrowser|MQQBrowser|HuaweiBrowser)\//u.test(userAgent))
    return 'other'
  if (/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//u.test(userAgent)) return 'chrome'
  return /\bSafari\//u.test(userAgent) ? 'safari' : 'other'
}
