import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { later } from './later.tsx'

const drawn = (view: ReturnType<typeof later>) => {
  const View = view
  return renderToString(
    <Suspense fallback="stand-in">
      <View />
    </Suspense>,
  )
}

describe('a component whose code comes later', () => {
  it('has a stand-in until its code is here', () => {
    expect(drawn(later(() => new Promise(() => {})))).toContain('stand-in')
  })

  it('is drawn in the first turn when its code was fetched ahead', async () => {
    const view = later(async () => () => <p>here</p>)
    await view.fetch()
    expect(drawn(view)).toBe('<!--$--><p>here</p><!--/$-->')
  })

  it('asks again after a fetch ahead that failed', async () => {
    let asked = 0
    const view = later(async () => {
      asked += 1
      if (asked === 1) throw new Error('no way to the server')
      return () => <p>here</p>
    })
    await view.fetch()
    expect(drawn(view)).toContain('stand-in')
    await view.fetch()
    expect(drawn(view)).toContain('here')
  })
})
