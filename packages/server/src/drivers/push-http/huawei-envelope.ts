import { createHmac } from 'node:crypto'

/**
 * Body of the enterprise hook ([HW] 3.9). What is signed is the very text that is sent: `eventInfo` is spliced in, not
 * written again. `timestamp`: epoch ms; `nonce`: 8 digits.
 */
export function huaweiEnvelope(
  eventInfo: string,
  { appId, key, timestamp, nonce }: { appId: string; key: string; timestamp: number; nonce: string },
): string {
  const signature = createHmac('sha256', key).update(`${appId}${timestamp}${nonce}${eventInfo}`).digest('hex')
  const head = JSON.stringify({ appID: appId, timestamp, nonce, signature })
  return `${head.slice(0, -1)},"eventInfo":${eventInfo}}`
}
