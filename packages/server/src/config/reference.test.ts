import { expect, it } from 'vitest'
import { configurationReference } from './reference.ts'

it('docs/configuration.md tells of exactly the settings there are', async () => {
  await expect(configurationReference()).toMatchFileSnapshot('../../../../docs/configuration.md')
})
