import { describe, expect, it } from 'vitest'
import { backoff } from './chat/connection.ts'
import { contextFromUrl, readScriptSettings } from './script-settings.ts'
import { contrast, readableOn, textOn } from './view/color.ts'

describe('the script tag', () => {
  it.each([
    ['https://chat.example/widget/baton-chat.js', { widget: 'w1' }, { origin: 'https://chat.example', kind: 'widget', id: 'w1' }],
    ['http://localhost:3978/widget/baton-chat.js?v=2', { copilot: 'c1' }, { origin: 'http://localhost:3978', kind: 'copilot', id: 'c1' }],
    ['https://example.com/help/widget/baton-chat.js', { widget: 'w1', customerName: 'Ann' }, { origin: 'https://example.com/help', kind: 'widget', id: 'w1', customerName: 'Ann' }],
    ['https://chat.example/widget/baton-chat.js', { widget: 'w1', urlContext: 'UserName, plan' }, { origin: 'https://chat.example', kind: 'widget', id: 'w1', urlContext: ['UserName', 'plan'] }],
    ['https://chat.example/widget/baton-chat.js', {}, undefined],
    ['', { widget: 'w1' }, undefined],
  ])('%s %j', (src, dataset, expected) => expect(readScriptSettings({ src, dataset })).toEqual(expected))
})

describe('the address of the page', () => {
  it('gives the parameters that the tag names, in its spelling, and no others', () => {
    expect(contextFromUrl(['UserName', 'plan'], '?username=Renata%20V&PLAN=gold&secret=1')).toEqual({ UserName: 'Renata V', plan: 'gold' })
    expect(contextFromUrl(['*'], '?a=1&b=2&widget=w')).toEqual({ a: '1', b: '2' })
    expect(contextFromUrl(['a'], '')).toEqual({})
    expect(contextFromUrl(['a'], `?a=${'x'.repeat(5000)}`)['a']).toHaveLength(4000)
  })
})

describe('the colour of a brand', () => {
  it.each(['#0f6cbd', '#ffd400', '#000000', '#ffffff', '#777777', '#e3008c', '#00ff88'])('%s stays readable', (color) => {
    expect(contrast(textOn(color), color)).toBeGreaterThanOrEqual(4.4)
    expect(contrast(readableOn(color, '#f1f2f4'), '#f1f2f4')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(readableOn(color, '#2f2f33'), '#2f2f33')).toBeGreaterThanOrEqual(4.5)
  })
})

it('waits longer after each failure, never longer than a quarter of a minute and a bit', () => {
  expect([1, 2, 3, 4].map((failures) => backoff(failures, 0.5))).toEqual([500, 1000, 2000, 4000])
  expect(backoff(30, 1)).toBeLessThanOrEqual(18_750)
})
