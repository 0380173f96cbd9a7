import { dataSchema, EVENT_CATALOGUE, type EventTypeEntry } from '@parley/protocol'
import { presentEventType } from './present/event-type.ts'

type Schema = {
  title?: string
  description?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  oneOf?: Schema[]
  anyOf?: Schema[]
}

const BUSES = [
  {
    bus: 'parley',
    title: 'Bus `parley`: everything that the log records',
    intro: `Source \`urn:parley\`, type \`io.parley.{name}.v{version}\`. The attributes beside those of CloudEvents: \`sequence\` (ten digits; rises by
one with every event of the conference, or of the installation), \`partitionkey\` (the conference; \`0\`: the installation),
\`tenantid\`, \`runid\`, \`causationid\` (the command; events of one command share it), \`via\`, \`actorkind\`, \`actorid\`,
\`actorparticipantid\` and \`traceparent\`; those that do not apply are absent. \`subject\` is \`meetings/{conference}\`,
\`meetings/{conference}/participants/{participant}\` or \`site\`; \`dataschema\` is the address of the schema. Times inside \`data\` are
milliseconds since 1970 UTC.`,
  },
  {
    bus: 'default',
    title: 'Bus `default`: the cloud document’s meeting events',
    intro: `Source \`acs.aliyuncvc\`, \`subject\` \`acs.aliyuncvc:{region}:{account}:{company}\`, attributes \`aliyunaccountid\`,
\`aliyunoriginalaccountid\`, \`aliyunpublishtime\`, \`aliyuneventbusname\` and \`aliyunregionid\`. Fields that do not apply are absent.`,
  },
] as const

/** The reference of all events as Markdown; `docs/events.md` is exactly this. */
export function eventReference(): string {
  const shapes = new Map<string, Schema>()
  const buses = BUSES.map(({ bus, title, intro }) => {
    const entries = EVENT_CATALOGUE.filter((entry) => entry.bus === bus)
    return `## ${title}\n\n${intro}\n\n${entries.map((entry) => section(entry, shapes)).join('\n')}`
  })
  const shared = [...shapes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, schema]) => `### ${title}\n\n${schema.description}\n\n${shapeTable(schema, shapes)}\n`)
  return `# Events

What is told outside. Programs get the same from \`GET /api/v1/event-types\`, with a JSON Schema of each
(\`GET /api/v1/event-types/{name}/schema\`). Fields are added under one version, so accept what you do not know; what breaks
a reader makes a new version. This page is made from the schemas that the events are tested with (\`npm run docs\`).

${buses.join('\n')}
## Shapes

Used by several events.

${shared.join('\n')}`
}

function section(entry: EventTypeEntry, shapes: Map<string, Schema>): string {
  const { personal } = presentEventType(entry, '')
  const schema = dataSchema(entry, '') as Schema
  const named =
    personal.length > 0 ? `Personal: ${personal.map((path) => `\`${path}\``).join(', ')}.\n\n` : ''
  return `### ${entry.name}

\`${entry.type}\`. ${entry.description}

${fieldTable(schema, shapes)}${named}\`\`\`json
${JSON.stringify(entry.example)}
\`\`\`
`
}

function fieldTable(schema: Schema, shapes: Map<string, Schema>): string {
  const rows = rowsOf(schema, '', shapes)
  return rows.length === 0 ? '' : `${HEAD}\n${rows.join('\n')}\n\n`
}

const HEAD = '| field | type | meaning |\n| --- | --- | --- |'

/** Of several forms each says by a field that is fixed in all of them which it is. */
function shapeTable(schema: Schema, shapes: Map<string, Schema>): string {
  const forms = schema.oneOf
  const rows = forms
    ? forms.flatMap((form) => formRows(form, telling(forms), shapes))
    : rowsOf(schema, '', shapes)
  return `${HEAD}\n${rows.join('\n')}`
}

/** The field by which one tells the forms apart. */
function telling(forms: readonly Schema[]): string {
  const fixed = (form: Schema, name: string): boolean => {
    const field = form.properties?.[name]
    return field?.const !== undefined || field?.enum !== undefined
  }
  const [first] = forms
  return Object.keys(first?.properties ?? {}).find((name) => forms.every((form) => fixed(form, name))) ?? ''
}

function formRows(form: Schema, by: string, shapes: Map<string, Schema>): string[] {
  const { [by]: telling, ...properties } = form.properties ?? {}
  const values = telling?.enum ?? [telling?.const]
  const named = `\`${by}\`: ${values.map((value) => `\`${String(value)}\``).join(', ')}`
  const rows = rowsOf({ ...form, properties }, '', shapes)
  return [`| ${named} | | ${rows.length > 0 ? 'has beside it:' : 'has nothing beside it.'} |`, ...rows]
}

function rowsOf(schema: Schema, path: string, shapes: Map<string, Schema>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = schema.required?.includes(name) ? '' : ', optional'
    const present = presentForm(field)
    const meaning = field.title ? '' : (field.description ?? (present.title ? '' : present.description) ?? '')
    const row = `| \`${path}${name}\` | ${typeOf(field, shapes)}${optional} | ${meaning.replaceAll('|', '\\|')} |`
    const inner = present.items ?? present
    if (present.title || inner.title) return [row]
    return [row, ...rowsOf(inner, `${path}${name}${present.items ? '[]' : ''}.`, shapes)]
  })
}

/** Of a field that may be null, what it is otherwise. */
function presentForm(field: Schema): Schema {
  const forms = (field.anyOf ?? []).filter(({ type }) => type !== 'null')
  return forms.length === 1 && forms[0] ? forms[0] : field
}

function typeOf(schema: Schema, shapes: Map<string, Schema>): string {
  const { title, type, items, oneOf, anyOf } = schema
  if (title) {
    if (!shapes.has(title)) {
      shapes.set(title, schema)
      // Learns of the shapes inside it.
      shapeTable(schema, shapes)
    }
    return `[${title}](#${title.toLowerCase()})`
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  const forms = oneOf ?? anyOf
  if (forms) return [...new Set(forms.map((form) => typeOf(form, shapes)))].join(' or ')
  if (type === 'array') return `array of ${items ? typeOf(items, shapes) : 'anything'}`
  return type === undefined ? 'anything' : [type].flat().join(' or ')
}
