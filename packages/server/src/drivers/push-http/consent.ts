import type { Consent } from '@parley/core'

/** What a receiver's answer to the handshake says (CloudEvents webhooks 4.2, [AL] 4.4). Its headers decide, not its status. */
export function readConsent(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  origin: string,
): Consent {
  const allowed = header(headers['webhook-allowed-origin'])
  const rate = header(headers['webhook-allowed-rate'])
  const no = (why: string): Consent => ({ allowed: false, ratePerMinute: null, status, why })
  if (allowed === '') return no(`the target answered ${status} without WebHook-Allowed-Origin`)
  if (allowed !== '*' && allowed.toLowerCase() !== origin.toLowerCase())
    return no(`the target allows ${allowed.slice(0, 200)}, and this server is ${origin}`)
  // Without a number there is nothing to keep to.
  const ratePerMinute = /^[1-9]\d{0,8}$/.test(rate) ? Number(rate) : null
  return { allowed: true, ratePerMinute, status, why: null }
}

function header(value: string | string[] | undefined): string {
  return ((Array.isArray(value) ? value[0] : value) ?? '').trim()
}
