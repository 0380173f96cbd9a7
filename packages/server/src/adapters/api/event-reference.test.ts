import { expect, it } from 'vitest'
import { eventReference } from './event-reference.ts'

it('docs/events.md tells of exactly the events there are', async () => {
  await expect(eventReference()).toMatchFileSnapshot('../../../../../docs/events.md')
})
