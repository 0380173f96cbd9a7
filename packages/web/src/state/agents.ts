import type { Agent } from './agent.ts'

type Seen = { name: string; userAgent: string; touchPoints?: number; agent: Agent }

const seen = (
  name: string,
  [browser, os, app = null]: [Agent['browser'], Agent['os'], Agent['app']?],
  userAgent: string,
  touchPoints?: number,
): Seen => ({ name, userAgent, agent: { browser, os, app }, ...(touchPoints ? { touchPoints } : {}) })

/** User agents as these programs send them, for tests. */
export const agents: readonly Seen[] = [
  seen(
    'WeChat on an iPhone',
    ['other', 'ios', 'wechat'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN',
  ),
  seen(
    'WeChat on Android',
    ['chrome', 'android', 'wechat'],
    'Mozilla/5.0 (Linux; Android 13; 2211133C Build/TKQ1.220905.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MMWEBID/2247 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
  ),
  seen(
    'WeChat on Windows',
    ['chrome', 'windows', 'wechat'],
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) XWEB/8555 Flue',
  ),
  seen(
    'WeChat on a Mac',
    ['chrome', 'mac', 'wechat'],
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.6(0x13080612) XWEB/1156 Flue',
  ),
  seen(
    'WeCom on an iPhone',
    ['other', 'ios', 'wecom'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.10 MicroMessenger/7.0.1 Language/zh ColorScheme/Light',
  ),
  seen(
    'WeCom on Android',
    ['chrome', 'android', 'wecom'],
    'Mozilla/5.0 (Linux; Android 12; V2055A Build/SP1A.210812.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 wxwork/4.1.9 MicroMessenger/7.0.1 NetType/WIFI Language/zh Lang/zh ColorScheme/Light',
  ),
  seen(
    'DingTalk on an iPhone',
    ['other', 'ios', 'dingtalk'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20D47 AliApp(DingTalk/7.0.20) com.laiwang.DingTalk/28193271 Channel/201200 language/zh-Hans-CN UT4Aplus/0.0.6 WK',
  ),
  seen(
    'DingTalk on Android',
    ['chrome', 'android', 'dingtalk'],
    'Mozilla/5.0 (Linux; U; Android 12; zh-CN; M2012K11AC Build/SKQ1.211006.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UWS/5.10.0.3 Mobile Safari/537.36 AliApp(DingTalk/7.0.30) com.alibaba.android.rimet/28790912 Channel/227200 language/zh-CN abi/64 UT4Aplus/0.2.25 colorScheme/light',
  ),
  seen(
    'DingTalk on Windows',
    ['chrome', 'windows', 'dingtalk'],
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.164 Safari/537.36 dingtalk-win/1.0.0 nw(0.14.7) DingTalk(7.0.30-Release.6019101) Mojo/1.0.0 Native AppType(release) Channel/201200 Architecture/x86_64 webDt/PC',
  ),
  seen(
    'Chrome on Windows',
    ['chrome', 'windows'],
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  ),
  seen(
    'Chrome on Android',
    ['chrome', 'android'],
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  ),
  seen(
    'Chrome on an iPhone',
    ['chrome', 'ios'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1',
  ),
  seen(
    'Edge on Windows',
    ['edge', 'windows'],
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
  ),
  seen(
    'Firefox on Linux',
    ['firefox', 'other'],
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  ),
  seen(
    'Firefox on Android',
    ['firefox', 'android'],
    'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0',
  ),
  seen(
    'Safari on a Mac',
    ['safari', 'mac'],
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  ),
  seen(
    'Safari on an iPhone',
    ['safari', 'ios'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  ),
  seen(
    'Safari on an iPad, which calls itself a Mac',
    ['safari', 'ios'],
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    5,
  ),
  seen(
    "Samsung's browser",
    ['other', 'android'],
    'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
  ),
  seen(
    'a browser that only has the word in its name',
    ['chrome', 'windows'],
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 wechatdevtools-free',
  ),
]
