import { ERRORS, type ErrorCode } from '../errors.ts'
import { NOT_BUILT } from '../routes/not-built.ts'
import { CONTROL } from '../routes/steer.ts'
import type { Line } from './ask.ts'
import type { NotifyLine } from './notify-lines.ts'
import type { Mark, Row } from './row.ts'

const MARKS: Record<Mark, string> = { D: 'D', S: 'S', X: 'X', C: 'C', ours: 'our choice' }

const INTRO = `# What was asked of the meeting API, and what it answered

Made by the tests (\`npm run docs\`): every line was asked of a running house, and a refused call was seen to change nothing. What
the calls mean, and why we chose where we had to choose: [the adapter's README](../../packages/server/src/adapters/huawei/README.md).

\`pushed\` names the types that a host's channel got by it (section 2.5; which they are is our choice). The last column says what a
line rests on: **D** the tables or the prose of the documentation, **X** an example of it only, **S** the official SDK, **C** an
independent client; **our choice**: the sources are silent or contradict each other. Which code answers which check is hardly ever
documented, the codes and their names are. A refusal is \`400\`, unless another status stands before it, with the code as
\`error_code\`.
`

/** docs/protocols/huawei-conformance.md, from what was asked and what was pushed. */
export function report(lines: readonly Line[], notifies: readonly NotifyLine[]): string {
  const rows = [...new Set(lines.map(({ row }) => row))]
  const fields = notifies.filter(({ sent }) => sent)
  const missing = notifies.filter(({ sent }) => !sent)
  const counts = `| | lines | documented, or seen in an example, the SDK or a client | our choice |
| --- | --- | --- | --- |
${countRow(
  'calls of the running conference',
  lines.map((line) => line.case.mark),
)}
${countRow(
  'fields of pushes',
  fields.map(({ mark }) => mark),
)}
${countRow(
  'fields of pushes that are not sent',
  missing.map(({ mark }) => mark),
)}
`
  return `${INTRO}\n${counts}\n${rows.map((row) => section(row, lines)).join('\n')}\n${notBuilt()}\n${pushes(notifies)}`
}

function countRow(what: string, marks: readonly Mark[]): string {
  const ours = marks.filter((mark) => mark === 'ours').length
  return `| ${what} | ${marks.length} | ${marks.length - ours} | ${ours} |`
}

function section(row: Row, lines: readonly Line[]): string {
  const { method, path, section: number, sdk, marks } = row
  const table = lines.filter((line) => line.row === row).map(lineRow)
  const sdkMethod = sdk === '-' ? '' : `, \`${sdk}\``
  return `## ${method} ${path}

Section ${number}${sdkMethod}; the call itself: ${marks.map((mark) => MARKS[mark]).join(', ')}.

| | case | answer | pushed | rests on |
| --- | --- | --- | --- | --- |
${table.join('\n')}
`
}

function lineRow({ case: { kind, what, mark }, answer, pushed }: Line): string {
  const [status, name] = ERRORS[answer as ErrorCode] ?? []
  const said = name ? `${status === 400 ? '' : `${status} `}${answer} ${name}` : answer
  return `| ${kind} | ${what.replaceAll('|', '\\|')} | ${said} | ${pushedText(pushed)} | ${MARKS[mark]} |`
}

/** The types without the word that all of them end in. */
function pushedText(pushed: Line['pushed']): string {
  if (!pushed) return ''
  return pushed.length === 0 ? 'nothing' : pushed.map((type) => type.replace(/Notify$/, '')).join(', ')
}

/** What needs media that there are not: asked by the test of those calls. */
function notBuilt(): string {
  const calls = NOT_BUILT.filter(([, path]) => path.startsWith(CONTROL)).map(
    ([method, path]) => `\`${method} ${path.slice(CONTROL.length)}\``,
  )
  return `## What media cannot do yet

Section 3.6: these answer \`400 MMC.111072010\` whatever is asked: ${calls.join(', ')}.
`
}

function pushes(notifies: readonly NotifyLine[]): string {
  const types = [...new Set(notifies.map(({ notify }) => notify))]
  const tables = types.map((one) => {
    const fields = notifies
      .filter(({ notify }) => notify === one)
      .map(({ field, type, shown, mark }) => `| \`${field}\` | ${type} | ${shown} | ${MARKS[mark]} |`)
    return `### ${one}

| field | type | for example | rests on |
| --- | --- | --- | --- |
${fields.join('\n')}
`
  })
  return `## Pushes

Section 2.4, and 2.3 for the envelope: every field of the samples in \`fixtures/\`, which the presenters are tested to make, and
every documented field that is not sent.

${tables.join('\n')}`
}
