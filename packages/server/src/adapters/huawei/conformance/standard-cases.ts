import type { Case, Field, Given, Row } from './row.ts'
import type { Stage } from './stage.ts'

/** What every call of the family is asked: token, rights, state, parameters; and the row's own cases. */
export function casesOf(row: Row): Case[] {
  return [...row.cases, ...tokenCases(row), ...roleCases(row), ...pidCases(row), ...bodyCases(row)]
}

function tokenCases({ rights, good }: Row): Case[] {
  if (rights === 'none') return []
  const without = (stage: Stage): Given => ({
    ...good(stage),
    query: { ...good(stage).query, conferenceID: null },
  })
  return [
    { kind: 'missing', what: 'no `conferenceID`', mark: 'ours', answer: 'MMC.112100029', given: without },
    { kind: 'missing token', what: 'no control token', mark: 'ours', answer: 'MMC.112100029', as: 'none' },
    { kind: 'wrong token', what: 'an invented token', mark: 'ours', answer: 'MMC.111072065', as: 'invented' },
    {
      kind: 'wrong token',
      what: 'the token of another conference',
      mark: 'ours',
      answer: 'MMC.111072065',
      as: 'another conference',
    },
    { kind: 'wrong state', what: 'the run is over', mark: 'ours', answer: 'MMC.111072065', when: 'over' },
  ]
}

/** The good request of a row of right `own` is about Bob; what is wrong there is that the token is not his. */
function roleCases({ rights }: Row): Case[] {
  if (rights === 'read' || rights === 'none') return []
  const kind = 'wrong role'
  if (rights === 'own')
    return [
      { kind, what: 'a role-0 token of nobody inside', mark: 'D', answer: 'MMC.111072071', as: 'guest' },
    ]
  return [
    { kind, what: 'a role-0 token of nobody inside', mark: 'D', answer: 'MMC.111072070', as: 'guest' },
    { kind, what: 'the role-0 token of a participant', mark: 'D', answer: 'MMC.111072070', as: 'bob' },
  ]
}

function pidCases({ pid, good }: Row): Case[] {
  if (!pid) return []
  const naming =
    (participantID: string | null) =>
    (stage: Stage): Given => ({
      ...good(stage),
      query: { ...good(stage).query, participantID },
    })
  return [
    {
      kind: 'missing',
      what: 'no `participantID`',
      mark: 'ours',
      answer: 'MMC.112100029',
      given: naming(null),
    },
    {
      kind: 'unknown participant',
      what: 'nobody by that id',
      mark: 'ours',
      answer: 'MMC.111072008',
      given: naming('nobody'),
    },
    {
      kind: 'unknown participant',
      what: 'a name that every object has',
      mark: 'ours',
      answer: 'MMC.111072008',
      given: naming('constructor'),
    },
  ]
}

function bodyCases({ fields, good }: Row): Case[] {
  if (!fields) return []
  const sending =
    (body: unknown) =>
    (stage: Stage): Given => ({ ...good(stage), body })
  const kind = 'missing'
  return [
    { kind, what: 'no body', mark: 'ours', answer: 'MMC.111072057', given: sending(undefined) },
    { kind: 'wrong type', what: 'no JSON', mark: 'ours', answer: 'MMC.111071062', given: sending('{') },
    { kind: 'wrong type', what: 'no object', mark: 'ours', answer: 'MMC.111071061', given: sending('7') },
    ...fields.flatMap((field) => fieldCases(field, good)),
  ]
}

function fieldCases({ path, required, missing, bad }: Field, good: Row['good']): Case[] {
  const withValue =
    (value: unknown) =>
    (stage: Stage): Given => ({
      ...good(stage),
      body: placed(good(stage).body, path.split('.'), value),
    })
  const lacking: Case = {
    kind: 'missing',
    what: `no \`${path}\``,
    mark: missing ? 'D' : 'ours',
    answer: missing ?? 'MMC.112100029',
    given: withValue(undefined),
  }
  return [
    ...(required ? [lacking] : []),
    ...bad.map(
      ({ kind, value, answer, mark }): Case => ({
        kind,
        what: `\`${path}\` is ${shown(value)}`,
        mark,
        answer,
        given: withValue(value),
      }),
    ),
  ]
}

/** A copy with the value at the path; undefined takes it away. */
function placed(value: unknown, [step, ...rest]: string[], leaf: unknown): unknown {
  if (step === undefined) return leaf
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? placed(item, rest, leaf) : item))
  const record = (value ?? {}) as Record<string, unknown>
  return { ...record, [step]: placed(record[step], rest, leaf) }
}

const LONGEST_SHOWN = 40

export function shown(value: unknown): string {
  if (typeof value === 'string' && value.length > LONGEST_SHOWN) return `a text of ${value.length}`
  if (Array.isArray(value) && value.length > 20) return `a list of ${value.length}`
  return `\`${JSON.stringify(value)}\``
}
