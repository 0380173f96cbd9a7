import { randomBytes } from 'node:crypto'
import { sign, textsToSign } from '../signature.ts'

/** One call in raw JSON, signed as the SDK signs it: for keys that the SDK drops, and for requests that are wrong. */
export async function signedPost(
  url: string,
  operation: string,
  body: unknown,
  { id, secret }: { id: string; secret: string },
  changed: { headers?: Record<string, string>; form?: 0 | 1 | 2; signature?: string } = {},
): Promise<{ status: number; json: Record<string, unknown> }> {
  const path = `/openapi/${operation}`
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/json; charset=utf-8',
    date: new Date().toUTCString(),
    'x-acs-signature-nonce': randomBytes(16).toString('hex'),
    'x-acs-signature-method': 'HMAC-SHA1',
    'x-acs-signature-version': '1.0',
    'x-eventbridge-version': '2015-06-06',
    ...changed.headers,
  }
  const { form = 0 } = changed
  const signature =
    changed.signature ?? sign(secret, textsToSign({ method: 'POST', url: path, headers })[form])
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `acs${form === 1 ? ' ' : ':'}${id}:${signature}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}
