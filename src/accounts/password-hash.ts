import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { BatonError } from '../platform/index.ts'

/** scrypt's N, r and p. Memory is 128 * N * r bytes. */
export type Cost = { N: number; r: number; p: number }

/** 32 MB and about 300 ms of a small server's processor. (OWASP Password Storage Cheat Sheet: as good as N = 2^17, p = 1, which takes 128 MB and half a second) */
const usualCost: Cost = { N: 2 ** 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32
/** Of the four threads that Node has for such work; the others keep reading files and names. */
const atOnce = 2
const mostWaiting = 40
/** A stored hash cannot ask for more than this. */
const largestMemory = 512 * 1024 * 1024

export type Passwords = {
  hash(password: string): Promise<string>
  /** With `stored` missing it takes as long and says no. `renew`: it was made with another cost than today's. */
  verify(password: string, stored: string | undefined): Promise<{ right: boolean; renew: boolean }>
}

/** Hashes look like `$scrypt$ln=17,r=8,p=1$salt$hash`, base64. Off the event loop, two at a time. */
export function createPasswords(cost: Cost = usualCost): Passwords {
  const turn = takeTurns()
  const derive = (password: string, salt: Buffer, { N, r, p }: Cost, length: number) =>
    turn(() => scryptLater(password.normalize('NFKC'), salt, length, { N, r, p, maxmem: 2 * largestMemory }))
  const hash = async (password: string) => {
    const salt = randomBytes(saltBytes)
    const { N, r, p } = cost
    return `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${salt.toString('base64')}$${(await derive(password, salt, cost, hashBytes)).toString('base64')}`
  }
  const nobody: Parsed = { cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) }

  return {
    hash,
    async verify(password, stored) {
      const known = stored === undefined ? undefined : parse(stored)
      const { cost: used, salt, hash: wanted } = known ?? nobody
      const same = timingSafeEqual(await derive(password, salt, used, wanted.length), wanted)
      return { right: same && known !== undefined, renew: used.N !== cost.N || used.r !== cost.r || used.p !== cost.p }
    },
  }
}

type Parsed = { cost: Cost; salt: Buffer; hash: Buffer }

function parse(stored: string): Parsed | undefined {
  const [, ln, r, p, salt = '', hash = ''] = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/=]+)\$([\w+/=]+)$/.exec(stored) ?? []
  if (ln === undefined) return undefined
  const parsed = { cost: { N: 2 ** Number(ln), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
  return parsed.hash.length > 0 && 128 * parsed.cost.N * parsed.cost.r <= largestMemory ? parsed : undefined
}

const scryptLater = (password: string, salt: Buffer, length: number, options: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) => scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key))))

/** Whoever comes when too many wait is sent away: each one takes memory and a processor for a moment. */
function takeTurns() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new BatonError('TOO_MANY_REQUESTS', 10)
      // The one that ends hands its place over, so that nobody slips in between.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
