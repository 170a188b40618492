import { isRecord } from '../platform/index.ts'
import { words, type Findings } from './findings.ts'
import { isLiteral } from './literal.ts'
import type { Path } from './parse-document.ts'

/** Keys a telephone can be told to press, pauses included. */
const longestSequence = 32
/** docs: direct routing. */
const longestUserHeader = 256

export function checkPhoneTransfer(value: Record<string, unknown>, path: Path, findings: Findings) {
  checkPhone(value.phoneNumber, [...path, 'phoneNumber'], findings)
  const { sipUuiHeader, sipxHeaders, dtmfSequence } = value
  if (isLiteral(sipUuiHeader) && (sipUuiHeader.length > longestUserHeader || /[^\x20-\x7e]/.test(sipUuiHeader)))
    findings.add({ code: 'InvalidSipHeader', path: [...path, 'sipUuiHeader'], message: `A user-to-user header has at most ${longestUserHeader} printable ASCII characters.`, fix: 'Shorten it, or send the rest in an X- header.' })
  for (const [name, header] of Object.entries(isRecord(sipxHeaders) ? sipxHeaders : {})) {
    const at = [...path, 'sipxHeaders', name]
    const mended = `X-${name.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`
    if (!/^X-[A-Za-z0-9-]+$/i.test(name))
      findings.add({ code: 'InvalidSipXHeaderName', path: at, atKey: true, message: `"${name}" is not the name of an X- header.`, fix: `Start it with "X-" and use letters, digits and hyphens, for example "${mended}".`, edits: Object.hasOwn(sipxHeaders as object, mended) ? undefined : [{ type: 'rename', path: at, key: mended }] })
    if (isLiteral(header) && /[\r\n\0]/.test(header)) findings.add({ code: 'InvalidSipXHeaderValue', path: at, message: 'A header’s value is one line.', fix: 'Delete the line breaks.', edits: [{ type: 'set', path: at, value: header.replaceAll(/\s*[\r\n\0]+\s*/g, ' ').trim() }] })
  }
  if (!isLiteral(dtmfSequence)) return
  if (!/^[0-9A-D*#,;wp ]*$/i.test(dtmfSequence))
    findings.add({ code: 'InvalidDtmfSequence', path: [...path, 'dtmfSequence'], message: `"${dtmfSequence}" has characters that are no keys of a telephone.`, fix: 'Use 0-9, A-D, * and #, and commas for pauses.' })
  else if (dtmfSequence.replaceAll(' ', '').length > longestSequence)
    findings.add({ severity: 'warning', code: 'DtmfSequenceLengthExceeded', path: [...path, 'dtmfSequence'], message: `The sequence has ${dtmfSequence.replaceAll(' ', '').length} keys; at most ${longestSequence} are pressed.`, fix: 'Shorten it.' })
}

export function checkPhone(value: unknown, path: Path, findings: Findings) {
  const number = typeof value === 'number' ? words(value) : value
  if (!isLiteral(number) || number === '') return
  if (/^(tel:)?\+?[\d\s().-]{3,25}$/.test(number) && /\d{3}/.test(number.replace(/\D/g, ''))) return
  if (/^sips?:[^\s@]+@[^\s@]+$/i.test(number)) return
  findings.add({ code: 'InvalidTransferPhoneNumber', path, message: `"${number}" is not a telephone number.`, fix: 'Write it with its country, for example +4930123456.' })
}
