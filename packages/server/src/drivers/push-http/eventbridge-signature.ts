import { constants, createHmac, type KeyObject, privateEncrypt, sign } from 'node:crypto'

export type EventBridgeParcel = {
  /** As configured, to the letter. */
  url: string
  body: string
  /** Epoch ms. */
  timestamp: number
  /** Where a receiver fetches the certificate. */
  certificateUrl: string
  /** Null: not sent and not signed. */
  token: string | null
}

const METHOD_V1 = { 'x-eventbridge-signature-method': 'HMAC-SHA1' }
const METHOD_V2 = { 'x-eventbridge-hash-method': 'SHA256' }

/** [AL] 4.2, first generation. `secret`: a text used once; receivers get it by the certificate's public key. */
export function signV1(parcel: EventBridgeParcel, key: KeyObject, secret: string): Record<string, string> {
  // With the line feed: the cloud's own verifier has it ([AL] 4.2, trailing LF trap).
  const text = `${textToSign(parcel, METHOD_V1)}\n`
  const sealed = privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret))
  return {
    ...common(parcel),
    ...METHOD_V1,
    'x-eventbridge-signature-secret': sealed.toString('base64'),
    'x-eventbridge-signature': createHmac('sha1', secret).update(text).digest('base64'),
  }
}

/** [AL] 4.2, second generation. Verifiers disagree about a line feed at the end: `trailingLf` is the target's choice. */
export function signV2(
  parcel: EventBridgeParcel,
  key: KeyObject,
  trailingLf: boolean,
): Record<string, string> {
  const text = `${textToSign(parcel, METHOD_V2)}${trailingLf ? '\n' : ''}`
  return {
    ...common(parcel),
    ...METHOD_V2,
    'x-eventbridge-signature-v2': sign('sha256', Buffer.from(text), key).toString('base64'),
  }
}

function common({ timestamp, certificateUrl, token }: EventBridgeParcel): Record<string, string> {
  return {
    'x-eventbridge-signature-timestamp': String(timestamp),
    'x-eventbridge-signature-version': '1.0',
    'x-eventbridge-signature-url': certificateUrl,
    ...(token === null ? {} : { 'x-eventbridge-signature-token': token }),
  }
}

/** URL, five or six headers in this order, body; joined by line feeds. */
function textToSign(parcel: EventBridgeParcel, method: Record<string, string>): string {
  const headers: Record<string, string> = { ...common(parcel), ...method }
  const [methodName = ''] = Object.keys(method)
  const lines = [
    'x-eventbridge-signature-timestamp',
    methodName,
    'x-eventbridge-signature-version',
    'x-eventbridge-signature-url',
    'x-eventbridge-signature-token',
  ].flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`]))
  return [parcel.url, ...lines, parcel.body].join('\n')
}
