// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of targets look like those of JavaScript
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../refusal.ts'
import { compileTransform, type Transform } from './transform.ts'

const event = {
  id: 'e1',
  type: 'aliyuncvc:MeetingEvent:MeetingStateEvent',
  data: {
    meetingName: 'weekly "sync" ${a}',
    action: 'meeting_end',
    time: 1_790_000_000_123,
    none: null,
    list: [1, 2],
  },
}

const apply = (transform: Transform, to: unknown = event) => compileTransform(transform)?.(to)
const template = (text: string, values: Record<string, string> = {}) =>
  apply({ form: 'TEMPLATE', template: text, values })?.text

function refusal(transform: Transform): Refusal | null {
  try {
    compileTransform(transform)
    return null
  } catch (error) {
    return error as Refusal
  }
}

describe('the plain forms', () => {
  it('[D33] ORIGINAL is made by the dialect', () => {
    expect(compileTransform({ form: 'ORIGINAL' })).toBeNull()
  })

  it.each([
    ['$.data.action', 'meeting_end', false],
    ['$.data.time', '1790000000123', true],
    ['$.data.list', '[1,2]', true],
    ['$.data.none', 'null', true],
    ['$.data.gone', '', false],
    ['$', JSON.stringify(event), true],
  ])(
    '[D33] JSONPATH %s is the string itself, any other kind as JSON, nothing when missing',
    (path, text, isJson) => {
      expect(apply({ form: 'JSONPATH', path })).toEqual({ text, isJson })
    },
  )

  it('CONSTANT is the text, never looked into', () => {
    expect(apply({ form: 'CONSTANT', text: 'it is ${a}' })).toEqual({ text: 'it is ${a}', isJson: false })
    expect(apply({ form: 'CONSTANT', text: '{"a":1}' })).toEqual({ text: '{"a":1}', isJson: true })
  })
})

describe('a template', () => {
  const m = {
    m: '$.data.meetingName',
    a: '$.data.action',
    t: '$.data.time',
    l: '$.data.list',
    n: '$.data.none',
    g: '$.data.gone',
    p: 'plain',
    q: '$..x',
  }
  const rows: [why: string, template: string, text: string][] = [
    ['the document’s example', '{"text":"${a}: ${t}"}', '{"text":"meeting_end: 1790000000123"}'],
    ['escapes in quotes and does not expand again', '{"text":"${m}"}', '{"text":"weekly \\"sync\\" ${a}"}'],
    [
      'inserts whole JSON outside quotes',
      '{"m":${m},"t":${t},"l":${l},"n":${n}}',
      '{"m":"weekly \\"sync\\" ${a}","t":1790000000123,"l":[1,2],"n":null}',
    ],
    ['inserts into names too', '{"${a}":1}', '{"meeting_end":1}'],
    ['writes other kinds as text in quotes', '["${l} ${n}"]', '["[1,2] null"]'],
    ['raw in what is no JSON', 'Hello ${m}, ${l}', 'Hello weekly "sync" ${a}, [1,2]'],
    ['unknown and missing names stay', 'x ${zzz} ${g} ${}', 'x ${zzz} ${g} ${}'],
    ['they stay in JSON, in quotes', '{"a":"${zzz}","b":${g}}', '{"a":"${zzz}","b":"${g}"}'],
    ['defaults', '${g:-none} ${zzz:-} ${a:-x} ${n:-null?}', 'none  meeting_end null?'],
    [
      'defaults in JSON',
      '{"a":${g:-0},"b":${g:-no},"c":"${g:-say \\"no\\"}","d":"${g:-a\nb}"}',
      '{"a":0,"b":"no","c":"say \\"no\\"","d":"a\\nb"}',
    ],
    ['escaped placeholders', '$${a} ${a} $$${a}', '${a} meeting_end $${a}'],
    ['escaped in JSON', '{"a":"$${a}"}', '{"a":"${a}"}'],
    ['plain text for what is no definite path', '${p} ${q}', 'plain $..x'],
    [
      'quotes after an escaped backslash',
      '{"a\\\\":"${m}","b\\"":${t}}',
      '{"a\\\\":"weekly \\"sync\\" ${a}","b\\"":1790000000123}',
    ],
    ['a brace that never closes', '${a', '${a'],
  ]
  it.each(rows)('[D34] %s', (_why, text, result) => {
    expect(template(text, m)).toBe(result)
  })

  it('[D35] one that is JSON stays JSON, whatever is inserted', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'unknown')
    const hole = fc.oneof(
      name.map((one) => `\${${one}}`),
      fc
        .tuple(name, fc.string())
        .map(([one, fallback]) => `\${${one}:-${JSON.stringify(fallback.replaceAll('}', '')).slice(1, -1)}}`),
      name.map((one) => `$\${${one}}`),
    )
    const inQuotes = fc
      .array(
        fc.oneof(
          hole,
          fc.string().map((text) => JSON.stringify(text).slice(1, -1)),
        ),
        { maxLength: 4 },
      )
      .map((parts) => `"${parts.join('')}"`)
    const bare = fc.oneof(
      name.map((one) => `\${${one}}`),
      fc
        .tuple(name, fc.constantFrom('0', '-1.5e3', 'null', '"x"', 'word', '[', 'tr"ue', ''))
        .map(([one, or]) => `\${${one}:-${or}}`),
    )
    const { value: json } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        inQuotes,
        bare,
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(' ,\n')} ]`),
        fc
          .array(fc.tuple(inQuotes, tie('value')), { maxLength: 3 })
          .map((entries) => `{${entries.map(([key, value]) => `${key}: ${value}`).join(',')}}`),
      ),
    }))
    let checked = 0
    fc.assert(
      fc.property(
        json,
        fc.jsonValue(),
        fc.string(),
        fc.string({ unit: 'binary' }),
        (text, a, b, plainText) => {
          const values = { a: '$.data.a', b: '$.data.b', c: plainText }
          const result = apply({ form: 'TEMPLATE', template: text, values }, { data: { a, b } })
          if (!result?.isJson) return
          checked += 1
          expect(() => JSON.parse(result.text), `${text} → ${result.text}`).not.toThrow()
        },
      ),
      { numRuns: 2_000 },
    )
    expect(checked, 'templates that were JSON').toBeGreaterThan(1_000)
  })

  it('[D34] what was inserted cannot be told from any other text of the event', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (meetingName) => {
        const text = apply(
          { form: 'TEMPLATE', template: '{"x":"${m}","y":"${m} and ${a}"}', values: m },
          { data: { meetingName, action: 'secret' } },
        )?.text
        expect(JSON.parse(text ?? '')).toEqual({
          x: wellFormed(meetingName),
          y: `${wellFormed(meetingName)} and secret`,
        })
      }),
    )
  })
})

/** JSON cannot carry half a character otherwise than escaped; parsing gives it back. */
const wellFormed = (text: string): string => JSON.parse(JSON.stringify(text)) as string

describe('what is refused', () => {
  const rows: [string, Transform, string][] = [
    ['a path with a wildcard', { form: 'JSONPATH', path: '$.data.*' }, '/target/body/path'],
    ['a path that is none', { form: 'JSONPATH', path: 'data' }, '/target/body/path'],
    ['a constant that is too long', { form: 'CONSTANT', text: 'x'.repeat(10_241) }, '/target/body/text'],
    [
      'a template that is too long',
      { form: 'TEMPLATE', template: 'x'.repeat(10_241), values: {} },
      '/target/body/template',
    ],
    [
      'values that are too long',
      { form: 'TEMPLATE', template: '', values: { a: 'x'.repeat(10_240) } },
      '/target/body/values',
    ],
    [
      'a placeholder within a number',
      { form: 'TEMPLATE', template: '{"a":1${x}}', values: {} },
      '/target/body/template',
    ],
    [
      'a placeholder within an escape',
      { form: 'TEMPLATE', template: '{"a":"\\u000${x}"}', values: {} },
      '/target/body/template',
    ],
  ]
  it.each(rows)('[D36] %s', (_why, transform, path) => {
    expect(refusal(transform)).toMatchObject({ code: 'invalid', details: { path } })
  })

  it('nothing at the limit', () => {
    expect(refusal({ form: 'CONSTANT', text: 'x'.repeat(10_240) })).toBeNull()
    expect(refusal({ form: 'TEMPLATE', template: 'x'.repeat(10_240), values: {} })).toBeNull()
  })
})
