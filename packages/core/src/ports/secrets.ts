/** Keyed cryptography; the keys stay behind this port. All synchronous, all texts UTF-8. */
export interface Secrets {
  /** Authenticated encryption; two seals of one text differ. */
  seal(text: string): string
  /** Throws when `sealed` was not made by `seal` under a current key. */
  open(sealed: string): string
  /** base64url of HMAC-SHA-256 under the key named `purpose`; stable over restarts. */
  mac(purpose: MacPurpose, text: string): string
  /** Lower-case hex of SHA-256, for tokens of full entropy. */
  digest(token: string): string
  /** Compares without telling by time where two texts differ. */
  equal(a: string, b: string): boolean
}

/** `link`: prefix of the guest link · `host`: host key · `lookup`: equality search of link passwords. */
export type MacPurpose = 'link' | 'host' | 'lookup'
