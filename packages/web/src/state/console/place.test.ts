import { describe, expect, it } from 'vitest'
import { addressOf, NO_FILTER, type Place, placeOf } from './place.ts'

const at = (path: string) => placeOf(new URL(path, 'http://localhost:8080'))

describe('a place of the console', () => {
  it.each<Place>([
    { is: 'rules' },
    { is: 'newRule' },
    { is: 'rule', id: '01a2-x' },
    { is: 'deliveries', filter: NO_FILTER },
    { is: 'deliveries', filter: { status: 'exhausted', rule: 'r 1', event: 'e&1' } },
    { is: 'delivery', id: 'd1' },
  ])('%j stands in the address and is read from it', (place) => {
    expect(at(addressOf(place))).toEqual(place)
  })

  it('is the list of rules for what is not known, and none outside', () => {
    expect(at('/console')).toEqual({ is: 'rules' })
    expect(at('/console/nothing')).toEqual({ is: 'rules' })
    expect(at('/console/deliveries?status=lost')).toEqual({ is: 'deliveries', filter: NO_FILTER })
    expect(at('/')).toBeNull()
    expect(at('/consoles')).toBeNull()
  })
})
