import { type ReactNode, useId } from 'react'
import './setting-fields.css'

/** Settings that belong together, under one title. */
export function SettingsPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="settings-part">
      <legend className="settings-title">{title}</legend>
      {children}
    </fieldset>
  )
}

type Common<Value> = {
  label: string
  hint?: string | undefined
  value: Value
  testId?: string
  onChange: (value: Value) => void
}

export function Switch({ label, hint, value, testId, onChange }: Common<boolean>) {
  const id = useId()
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={value}
          data-testid={testId}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : (
        <p id={id} className="field-hint settings-hint">
          {hint}
        </p>
      )}
    </div>
  )
}

type ChoiceProps<Value extends string> = Common<Value> & {
  options: readonly (readonly [Value, string])[]
}

export function Choice<Value extends string>({
  label,
  hint,
  value,
  options,
  testId,
  onChange,
}: ChoiceProps<Value>) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        value={value}
        data-testid={testId}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  )
}
