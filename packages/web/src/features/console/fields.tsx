import { type ComponentProps, type ReactNode, useId } from 'react'

type Labels = { label: string; hint?: string }
type Ties = { id: string; 'aria-describedby': string | undefined }

/** Label and hint around a control, tied to it for screen readers in the manner of `Field`. */
function Labelled({ label, hint, children }: Labels & { children: (ties: Ties) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** A labelled choice. */
export function SelectField({
  label,
  hint,
  options,
  ...select
}: Labels &
  Omit<ComponentProps<'select'>, 'id'> & { options: readonly (readonly [value: string, text: string])[] }) {
  return (
    <Labelled label={label} hint={hint}>
      {(ties) => (
        <select className="input" {...ties} {...select}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

/** A labelled text of several lines, for JSON. */
export function AreaField({ label, hint, ...area }: Labels & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ties) => (
        <textarea
          className="input code"
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...ties}
          {...area}
        />
      )}
    </Labelled>
  )
}
