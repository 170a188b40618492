import { commonPasswords } from './common-passwords.ts'

/** Length and a list, no rules of composition. (NIST SP 800-63B 5.1.1.2) */
export const shortestPassword = 8
export const longestPassword = 256

/** Why this password is not taken, as the end of a sentence; undefined when it is. `about`: words that others know of the person. */
export function passwordProblem(password: string, about: readonly string[]): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  const length = [...plain].length
  if (length < shortestPassword) return `it needs at least ${shortestPassword} characters`
  if (length > longestPassword) return `it may have at most ${longestPassword} characters`
  if (isRun(plain)) return 'it is a row of keys or a repetition'
  const bare = withoutDecoration(plain)
  const known = wordsOf(about).find((word) => plain === word || bare === word)
  if (known !== undefined) return 'it is your name or your address'
  const spellings = [plain, bare, spelledOut(bare), spelledOut(plain.replace(/[^\p{L}\p{N}]+$/u, ''))]
  return spellings.some((spelling) => commonPasswords.has(spelling)) ? 'it is one of the most common ones' : undefined
}

/** `welcome2024!` is `welcome`: what is hung on in front and behind is tried first. */
const withoutDecoration = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')

const signs: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }
const spelledOut = (text: string) => [...text].map((sign) => signs[sign] ?? sign).join('')

function wordsOf(about: readonly string[]): string[] {
  return about
    .flatMap((text) => [text, text.split('@')[0] ?? '', text.replaceAll(/\s+/g, '')])
    .map((text) => text.normalize('NFKC').toLowerCase().trim())
    .filter((word) => word.length > 2)
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', '1q2w3e4r5t6z7u8i9o0p', '1q2w3e4r5t6y7u8i9o0p', 'qazwsxedcrfvtgbyhnujm', '1qaz2wsx3edc4rfv5tgb6yhn']

/** One short piece again and again, or neighbours on the keyboard or in the alphabet, one way or the other. */
function isRun(text: string): boolean {
  for (let size = 1; size <= 3; size++) if (text === text.slice(0, size).repeat(Math.ceil(text.length / size)).slice(0, text.length)) return true
  const backwards = [...text].toReversed().join('')
  return rows.some((row) => row.includes(text) || row.includes(backwards))
}
