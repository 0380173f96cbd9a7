import { expect, it } from 'vitest'
import { report } from '../doors/report.ts'

it('docs/doors.md is what the doors say', async () => {
  await expect(report()).toMatchFileSnapshot('../../docs/doors.md')
})
