import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const bin = path.resolve(import.meta.dirname, '../../bin/baton.mjs')
const baton = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the baton command', () => {
  it('lists its commands with examples', () => {
    const { status, stdout } = baton('--help')
    expect(status).toBe(0)
    for (const name of ['start', 'import', 'check', 'chat', 'fx']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(stdout).toContain('Examples:')
  })

  it('explains one', () => {
    expect(baton('check', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('baton check <path>...') })
    expect(baton('help', 'chat')).toMatchObject({ status: 0, stdout: expect.stringContaining('--script') })
  })

  it('says what there is when it is called wrongly, and ends with 2', () => {
    const wrong = baton('chekc', '.')
    expect(wrong).toMatchObject({ status: 2, stdout: '' })
    expect(wrong.stderr).toMatch(/^There is no command "chekc"\. There are: start, import, sign-in-link, check, chat, fx\b.*"baton --help" shows examples\.\n$/)
    expect(baton().status).toBe(2)
    expect(baton('check').status).toBe(2)
    expect(baton('check', '/no/such/thing')).toMatchObject({ status: 2, stderr: expect.stringContaining('/no/such/thing') })
  })

  it('runs from a folder elsewhere', () => {
    const { status, stdout } = spawnSync(process.execPath, [bin, 'fx', '1 + 2'], { encoding: 'utf8', cwd: '/' })
    expect([status, stdout.trim()]).toEqual([0, '3'])
  })
})
