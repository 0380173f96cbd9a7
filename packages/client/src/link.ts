import { type EnterRequest, type LinkAnswer, type LinkRequest, linkAnswer } from '@parley/protocol'
import { ConnectionError, RpcError } from './errors.ts'
import type { Platform } from './platform.ts'

const post = async (platform: Platform, url: string, body: object): Promise<LinkAnswer> => {
  let status: number
  let text: string
  try {
    const answer = await platform.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    status = answer.status
    text = await answer.text()
  } catch (cause) {
    throw new ConnectionError('offline', true, { cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw status >= 400 ? new RpcError(status) : new ConnectionError('malformed', true, { cause })
  }
  const parsed = linkAnswer.safeParse(value)
  if (!parsed.success) throw status >= 400 ? new RpcError(status) : new ConnectionError('malformed', true)
  return parsed.data
}

/**
 * Asks what a join link leads to ([WC] 2.2). `link` is the whole address; the fragment `#h={hostKey}` of a host link goes
 * into the body. Answers of every state (0, 30, 31, 32) and code (200, 429, 503) resolve; see `LinkAnswer`.
 */
export const resolveLink = (
  platform: Platform,
  link: string,
  request: LinkRequest = {},
): Promise<LinkAnswer> => {
  const url = new URL(link)
  const hostKey = new URLSearchParams(url.hash.slice(1)).get('h')
  url.hash = ''
  return post(platform, url.href, hostKey === null ? request : { hostKey, ...request })
}

/** Enters by number and password (ours). The answer is that of a link. */
export const enterByNumber = (
  platform: Platform,
  origin: string,
  request: EnterRequest,
): Promise<LinkAnswer> => post(platform, new URL('/gzbwclient/enter', origin).href, request)
