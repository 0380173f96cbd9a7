import { isIP } from 'node:net'
import type { AddressRules } from './address-rules.ts'
import { type Resolve, type ResolvedAddress, resolveTarget } from './resolve-target.ts'
import { hostOf, readTargetUrl } from './target-url.ts'

/** What a target's URL leads to. */
export type Route = {
  url: URL
  /** With the query. */
  path: string
  /** Of a host that is an address itself: checked once, it stays what it is. Null: a name, asked for and checked by each attempt. */
  literal: readonly ResolvedAddress[] | null
}

export type Routes = {
  /** Refuses with `invalid` what may not be sent to, as far as the text alone tells. */
  read(text: string): Promise<Route>
}

/** URLs kept read; they are the same few texts again and again. */
const MOST_ROUTES = 4_096

export function createRoutes(rules: AddressRules, resolve: Resolve): Routes {
  const known = new Map<string, Route>()

  return {
    async read(text) {
      const route = known.get(text)
      if (route) return route
      const url = readTargetUrl(text)
      const literal = isIP(hostOf(url)) === 0 ? null : await resolveTarget(url, rules, resolve)
      const made = { url, path: `${url.pathname}${url.search}`, literal }
      if (known.size >= MOST_ROUTES) known.delete(known.keys().next().value ?? '')
      known.set(text, made)
      return made
    },
  }
}
