import { SETTINGS } from './settings.ts'

/** The reference of all settings as Markdown; `docs/configuration.md` is exactly this. */
export function configurationReference(): string {
  const rows = Object.entries(SETTINGS).map(([name, { fallback, doc, secret }]) => {
    const file = secret ? ` Also \`${name}_FILE\`.` : ''
    return `| \`${name}\` | ${fallback === '' ? '–' : `\`${fallback}\``} | ${doc.replaceAll('|', '\\|')}${file} |`
  })
  return `# Settings

All settings are environment variables, read and checked at the start; everything that is wrong is told at once. A secret may
be read from a file named by the variable with \`_FILE\` appended. This page is made from the table the server reads
(\`npm run docs\`).

| name | default | meaning |
| --- | --- | --- |
${rows.join('\n')}
`
}
