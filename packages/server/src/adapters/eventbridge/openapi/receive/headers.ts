import { ineffective } from './params.ts'

const PREFIX = 'header:'
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/
/** What a header may carry, blanks inside included. */
const VALUE = /^[\x21-\x7e]([\x20-\x7e]{0,4094}[\x21-\x7e])?$/

/** Lower-case name of the header that a parameter `Header:<name>` sets; null for any other parameter. */
export function headerNameOf(resourceKey: string): string | null {
  const key = resourceKey.toLowerCase()
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null
}

/** Refuses what cannot be a header or is ours to set. */
export function checkHeader(name: string, value: string, isReserved: (name: string) => boolean): void {
  if (!NAME.test(name)) ineffective(`${JSON.stringify(name)} cannot be the name of a header`)
  if (isReserved(name)) ineffective(`the header ${name} is not a target's to set`)
  if (!VALUE.test(value)) ineffective(`the header ${name} must be printable text of ASCII`)
}
