import { type ComponentProps, useId } from 'react'

type Labelled = { label: string; hint?: string }

/** A labelled choice, in the manner of `Field`. */
export function SelectField({
  label,
  hint,
  options,
  ...select
}: Labelled &
  Omit<ComponentProps<'select'>, 'id'> & { options: readonly (readonly [value: string, text: string])[] }) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="input" aria-describedby={hint ? `${id}-hint` : undefined} {...select}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** A labelled text of several lines, for JSON. */
export function AreaField({ label, hint, ...area }: Labelled & Omit<ComponentProps<'textarea'>, 'id'>) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="input code"
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...area}
      />
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
