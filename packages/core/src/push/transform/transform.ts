import { refuse } from '../../refusal.ts'
import { parseJsonPath, readPath } from './json-path.ts'
import { isJsonText, type Lookup, parseTemplate, plain, type Template } from './template.ts'

/**
 * What of an event a target gets as its body ([AL] 3.5). Paths are definite JSONPaths on the event as patterns see it:
 * `$.data.action` is right in every dialect.
 */
export type Transform =
  /** The whole event, in the target's dialect. */
  | { form: 'ORIGINAL' }
  | { form: 'JSONPATH'; path: string }
  | { form: 'CONSTANT'; text: string }
  /** `values`: name → path; what is no definite path is taken as plain text. */
  | { form: 'TEMPLATE'; values: Readonly<Record<string, string>>; template: string }

export const TRANSFORM_FORMS = [
  'ORIGINAL',
  'JSONPATH',
  'CONSTANT',
  'TEMPLATE',
] as const satisfies Transform['form'][]

/** `isJson`: the text is a JSON value. */
export type Transformed = { text: string; isJson: boolean }

/** Characters of a path, a text, a template, and of all values together as JSON. */
const MOST_CHARACTERS = 10_240

/**
 * Prepares a transform; null for `ORIGINAL`, which the dialect makes. Refuses with `invalid`; `at`: JSON pointer of the
 * transform in what was sent.
 */
export function compileTransform(
  transform: Transform,
  at = '/target/body',
): ((event: unknown) => Transformed) | null {
  switch (transform.form) {
    case 'ORIGINAL':
      return null
    case 'CONSTANT': {
      const text = short(transform.text, `${at}/text`)
      const constant = { text, isJson: isJsonText(text) }
      return () => constant
    }
    case 'JSONPATH': {
      const path =
        parseJsonPath(short(transform.path, `${at}/path`)) ??
        invalid(`${at}/path`, 'is not a definite JSONPath, for example $.data.meetingName')
      return (event) => {
        const value = readPath(path, event)
        return value === undefined
          ? { text: '', isJson: false }
          : { text: plain(value), isJson: typeof value !== 'string' }
      }
    }
    case 'TEMPLATE': {
      short(JSON.stringify(transform.values), `${at}/values`)
      const template =
        parseTemplate(short(transform.template, `${at}/template`)) ??
        invalid(`${at}/template`, 'is JSON, but a placeholder stands within a number or an escape sequence')
      return fillIn(template, transform.values)
    }
  }
}

function fillIn({ render, isJson }: Template, values: Readonly<Record<string, string>>) {
  const sources = new Map(Object.entries(values).map(([name, text]) => [name, parseJsonPath(text) ?? text]))
  return (event: unknown): Transformed => {
    const lookup: Lookup = (name) => {
      const source = sources.get(name)
      if (source === undefined) return { present: false }
      const value = typeof source === 'string' ? source : readPath(source, event)
      return { present: value !== undefined, value }
    }
    return { text: render(lookup), isJson }
  }
}

function short(text: string, path: string): string {
  return text.length <= MOST_CHARACTERS ? text : invalid(path, `is longer than ${MOST_CHARACTERS} characters`)
}

function invalid(path: string, rule: string): never {
  return refuse('invalid', `the transform ${rule}`, { path, rule })
}
