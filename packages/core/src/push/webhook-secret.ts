/** What a secret of Standard Webhooks begins with, by the set that signs with it ([AL] 4.3); 32 random bytes follow in base64. */
export const SECRET_PREFIXES = { standard: 'whsec_', ed25519: 'whsk_' } as const

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Whether a text is a secret of the set `standard`: `whsec_` and 24 to 64 bytes in base64. */
export function isWebhookSecret(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIXES.standard)) return false
  const base64 = text.slice(SECRET_PREFIXES.standard.length)
  if (!BASE64.test(base64) || base64.length % 4 !== 0) return false
  const bytes = atob(base64)
  return bytes.length >= 24 && bytes.length <= 64 && btoa(bytes) === base64
}
