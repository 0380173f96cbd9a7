import { compileTransform, Refusal, type Transform } from '@parley/core'
import { ApiError, deny } from '../errors.ts'
import type { WireParam } from './target-shape.ts'

/** The `Body` parameter ([AL] 3.5). */
export function readBody({ Form, Value, Template }: WireParam): Transform {
  const transform = transformOf((Form ?? 'ORIGINAL').toUpperCase(), Value ?? '', Template ?? '')
  try {
    compileTransform(transform, 'Body')
  } catch (error) {
    throw error instanceof Refusal ? new ApiError('InvalidConfig', error.message) : error
  }
  return transform
}

function transformOf(form: string, value: string, template: string): Transform {
  switch (form) {
    case 'ORIGINAL':
      return { form }
    case 'JSONPATH':
      return { form, path: value }
    case 'CONSTANT':
      return { form, text: value }
    case 'TEMPLATE':
      return { form, values: readValues(value), template }
    default:
      return deny(
        'NotSupport',
        `there is no form ${form}; there are ORIGINAL, JSONPATH, CONSTANT and TEMPLATE`,
      )
  }
}

function readValues(text: string): Record<string, string> {
  const values = parsed(text)
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    deny('InvalidConfig', 'Value of a TEMPLATE must be a JSON object of names and paths')
  return Object.fromEntries(
    Object.entries(values).map(([name, path]) => [
      name,
      typeof path === 'string' ? path : deny('InvalidConfig', `${name} of a TEMPLATE must be a text`),
    ]),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return null
  }
}

/** The same back. */
export function presentBody(body: Transform): { Form: string; Value?: string; Template?: string } {
  switch (body.form) {
    case 'ORIGINAL':
      return { Form: body.form }
    case 'JSONPATH':
      return { Form: body.form, Value: body.path }
    case 'CONSTANT':
      return { Form: body.form, Value: body.text }
    case 'TEMPLATE':
      return { Form: body.form, Value: JSON.stringify(body.values), Template: body.template }
    default:
      return body satisfies never
  }
}
