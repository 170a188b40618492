import { describe, expect, it } from 'vitest'
import { fileAddress, fileIdsIn, takeFiles, withFileAddresses } from './index.ts'

const withFile = (contentUrl: string, name?: string, contentType = 'text/plain') => ({ type: 'message', attachments: [{ contentType, contentUrl, ...(name === undefined ? {} : { name }) }] })

describe('an activity that carries files', () => {
  it('names them by their address, and the files stand beside it', () => {
    const { activity, files } = takeFiles({ type: 'message', text: 'two', attachments: [{ contentType: 'image/png', contentUrl: 'https://example.com/a.png' }, { contentType: 'Text/Plain', name: 'a.txt', contentUrl: 'data:text/plain;base64,YWI=' }] }, 'c1', 7)
    expect(activity.attachments?.map(({ contentUrl }) => contentUrl)).toEqual(['https://example.com/a.png', '/api/conversations/c1/files/7-2'])
    expect(files).toEqual([{ id: '7-2', name: 'a.txt', contentType: 'text/plain', size: 2, base64: 'YWI' }])
  })

  it.each([
    ['data:,a%20b', 'a b'],
    ['data:text/plain;charset=utf-8,gr%C3%BC%C3%9Fe', 'grüße'],
    ['data:text/plain,grüße', 'grüße'],
    ['DATA:text/plain;BASE64,YQ', 'a'],
    ['data:;base64,YQ==', 'a'],
    ['data:;base64,_-8', '\ufffd\ufffd'],
    ['data:;base64,', ''],
  ])('reads %s', (address, content) => {
    const [file] = takeFiles(withFile(address), 'c1', 1).files
    expect(Buffer.from(file!.base64, 'base64').toString()).toBe(content)
    expect(file!.size).toBe(Buffer.from(file!.base64, 'base64').length)
  })

  it.each(['data:', 'data:text/plain;base64', 'data:;base64,a', 'data:;base64,%%%%', 'https://example.com/data:,x', ''])('leaves %j as it is', (address) => {
    const activity = withFile(address)
    const taken = takeFiles(activity, 'c1', 1)
    expect(taken.files).toEqual([])
    expect(taken.activity).toEqual(activity)
  })

  it.each([
    [undefined, 'file'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\kim\\bill.pdf', 'bill.pdf'],
    ['a\u0000b\u202egnp.exe', 'abgnp.exe'],
    ['x'.repeat(500), 'x'.repeat(200)],
    ['/', 'file'],
  ])('gives the name %j as %j', (name, tidy) => {
    expect(takeFiles(withFile('data:,x', name), 'c1', 1).files[0]?.name).toBe(tidy)
  })

  it('with a type that is none is only bytes', () => {
    expect(takeFiles(withFile('data:,x', 'a', 'text/html\r\nx: y'), 'c1', 1).files[0]?.contentType).toBe('application/octet-stream')
  })
})

describe('addresses of files in a text', () => {
  const text = `a ${fileAddress('c1', '7-1')}" ${fileAddress('c2', '3-1')} ${fileAddress('c1', '12-2')}`
  it('are those of this conversation', () => {
    expect(fileIdsIn(text, 'c1')).toEqual(['7-1', '12-2'])
    expect(withFileAddresses(text, 'c1', (id) => `<${id}>`)).toBe(`a <7-1>" ${fileAddress('c2', '3-1')} <12-2>`)
  })
  it('are left when they name no file', () => {
    expect(withFileAddresses(`${fileAddress('c1', '')}x`, 'c1', () => '!')).toBe(`${fileAddress('c1', '')}x`)
  })
})
