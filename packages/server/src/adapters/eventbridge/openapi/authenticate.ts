import { createHash } from 'node:crypto'
import { MINUTE, type Tickets } from '@parley/core'
import type { FastifyRequest } from 'fastify'
import { deny } from './errors.ts'
import type { OpenApiParts } from './parts.ts'
import { readAuthorization, sign, textsToSign } from './signature.ts'

/** How far a request's date may be off ([AL] 5.3); no longer is its nonce remembered. */
const WINDOW_MS = 15 * MINUTE
/** Of the SDK, of the documentation. */
const VERSIONS: readonly string[] = ['2015-06-06', '2020-04-01']

type Parts = Pick<OpenApiParts, 'accessKey' | 'secrets' | 'tickets' | 'clock'>

/**
 * Lets pass who signs with the access key, once for each nonce, over all nodes; before the body is read. Answers the key's
 * id.
 */
export function createAuthenticate(parts: Parts): (request: FastifyRequest) => Promise<string> {
  const { accessKey, secrets, clock } = parts
  return async ({ method, raw, headers }) => {
    const credential = readAuthorization(headers.authorization)
    if (!credential)
      deny('AccessDenied', 'sign with an access key: `authorization: acs:<key id>:<signature>`')
    if (headers['x-acs-security-token'] !== undefined)
      deny('SecurityTokenInvalid', 'there are no temporary credentials here')
    const texts = textsToSign({ method, url: raw.url ?? '', headers })
    // All forms whatever the first says, and for an unknown id too: time tells nothing.
    const fits = texts.map((text) => secrets.equal(sign(accessKey.secret, text), credential.signature))
    if (!secrets.equal(credential.keyId, accessKey.id))
      deny('InvalidAccessKeyId', 'there is no such access key')
    if (!fits.includes(true))
      deny('SignatureDoesNotMatch', `the signature does not fit; signed must be ${JSON.stringify(texts[0])}`)
    const version = headers['x-eventbridge-version']
    if (version !== undefined && !VERSIONS.includes(String(version)))
      deny('AccessDeniedByPreCheck', `x-eventbridge-version is none of ${VERSIONS.join(', ')}`)
    const signedAt = Date.parse(headers.date ?? '')
    if (!(Math.abs(clock.now() - signedAt) <= WINDOW_MS))
      deny('AccessDeniedByPreCheck', 'the date is missing or more than 15 minutes off')
    await useNonce(parts, headers['x-acs-signature-nonce'], signedAt)
    return credential.keyId
  }
}

/** A nonce is good once. As a ticket, so that neither a restart nor another node forgets it. */
async function useNonce(
  { accessKey, secrets, tickets, clock }: Parts & { tickets: Pick<Tickets, 'put' | 'find'> },
  nonce: string | string[] | undefined,
  signedAt: number,
): Promise<void> {
  if (typeof nonce !== 'string' || !/^[\x21-\x7e]{8,128}$/.test(nonce))
    deny('AccessDeniedByPreCheck', 'x-acs-signature-nonce must be 8 to 128 characters')
  const hash = secrets.digest(`${accessKey.id} ${nonce}`)
  const now = clock.now()
  const used = () => deny('AccessDeniedByPreCheck', 'this nonce was used before')
  if (await tickets.find('al.nonce', hash, now)) used()
  try {
    await tickets.put({
      hash,
      kind: 'al.nonce',
      family: hash,
      subject: accessKey.id,
      data: {},
      createdAt: now,
      expiresAt: signedAt + WINDOW_MS + 1,
    })
  } catch (error) {
    // Of two at once the store takes one.
    if (await tickets.find('al.nonce', hash, now)) used()
    throw error
  }
}

/** The signature does not cover the body, a digest that is signed does ([AL] 5.3). */
export function checkDigest(header: string | string[] | undefined, body: Buffer): void {
  if (header === undefined) return
  if (createHash('md5').update(body).digest('base64') !== String(header).trim())
    deny('SignatureDoesNotMatch', 'content-md5 is not that of the body')
}
