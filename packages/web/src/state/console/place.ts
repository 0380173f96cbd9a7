import type { DeliveryFilter, DeliveryStatus } from './console-api.ts'

/** Where in the console one is; all of it stands in the address, filters too. */
export type Place =
  | { is: 'rules' }
  | { is: 'newRule' }
  | { is: 'rule'; id: string }
  | { is: 'deliveries'; filter: DeliveryFilter }
  | { is: 'delivery'; id: string }

export const CONSOLE_PATH = '/console'
export const NO_FILTER: DeliveryFilter = { status: null, rule: null, event: null }

const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'exhausted', 'cancelled']

/** Null: not an address of the console. An unknown one below it leads to its first page. */
export function placeOf(url: URL): Place | null {
  const [root, part, id] = url.pathname.split('/').filter(Boolean)
  if (`/${root}` !== CONSOLE_PATH) return null
  if (part === 'rules' && id === 'new') return { is: 'newRule' }
  if (part === 'rules' && id) return { is: 'rule', id: decodeURIComponent(id) }
  if (part === 'deliveries' && id) return { is: 'delivery', id: decodeURIComponent(id) }
  if (part === 'deliveries') {
    const { searchParams } = url
    const status = STATUSES.find((one) => one === searchParams.get('status')) ?? null
    const rule = searchParams.get('rule')
    return { is: 'deliveries', filter: { status, rule, event: searchParams.get('event') } }
  }
  return { is: 'rules' }
}

export function addressOf(place: Place): string {
  switch (place.is) {
    case 'rules':
      return `${CONSOLE_PATH}/rules`
    case 'newRule':
      return `${CONSOLE_PATH}/rules/new`
    case 'rule':
      return `${CONSOLE_PATH}/rules/${encodeURIComponent(place.id)}`
    case 'delivery':
      return `${CONSOLE_PATH}/deliveries/${encodeURIComponent(place.id)}`
    case 'deliveries': {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(place.filter)) if (value) query.set(name, value)
      return `${CONSOLE_PATH}/deliveries${query.size > 0 ? `?${query}` : ''}`
    }
    default:
      return place satisfies never
  }
}
