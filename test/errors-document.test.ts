import fs from 'node:fs'
import { expect, it } from 'vitest'
import { catalogue } from '../src/platform/index.ts'

const file = 'docs/errors.md'

/** The catalogue as a page. `UPDATE_DOCS=1 npx vitest run test/errors-document.test.ts` writes it. */
function page(): string {
  const rows = Object.entries(catalogue).map(([code, { status, text }]) => `| \`${code}\` | ${status} | ${text.replaceAll('%s', '…')} |`)
  return [
    '# Errors',
    '',
    'Every failure that Baton’s HTTP interfaces answer on purpose, as `{"error": {"code", "message"}}`. Switch on the code: it is never renamed. The message says what',
    'happened and what to do next. Anything else is a 500 with the code `INTERNAL` and a number to quote; the log has the same number. Direct Line answers with that',
    "protocol's own codes. Generated from `src/platform/errors.ts`.",
    '',
    '| code | status | message |',
    '|---|---:|---|',
    ...rows.toSorted(),
    '',
  ].join('\n')
}

it('the page of errors says what the catalogue says', () => {
  if (process.env['UPDATE_DOCS']) fs.writeFileSync(file, page())
  expect(fs.readFileSync(file, 'utf8')).toBe(page())
})
