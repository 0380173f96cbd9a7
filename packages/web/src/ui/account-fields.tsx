import { Field } from './field.tsx'

type Props = { labels: { account: string; password: string }; problem?: string | null }

/** Whom a form signs in: fields `account` and `password`, known to password keepers. `problem` belongs to both. */
export function AccountFields({ labels, problem }: Props) {
  return (
    <>
      <Field
        name="account"
        label={labels.account}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        data-testid="account"
      />
      <Field
        name="password"
        type="password"
        label={labels.password}
        autoComplete="current-password"
        required
        data-testid="account-password"
        problem={problem}
      />
    </>
  )
}

/** What was typed into them. */
export function accountOf(form: HTMLFormElement): [account: string, password: string] {
  const data = new FormData(form)
  return [String(data.get('account') ?? ''), String(data.get('password') ?? '')]
}
