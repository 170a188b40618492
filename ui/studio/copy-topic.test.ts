import { describe, expect, it } from 'vitest'
import { copiedTopic, copyName, withOwnReferences } from './copy-topic.ts'

describe('the copy of a topic', () => {
  it('has the first name that is free', () => {
    expect(copyName('Greeting', ['Greeting'])).toBe('Greeting (copy)')
    expect(copyName('Greeting', ['greeting (COPY)'])).toBe('Greeting (copy 2)')
    expect(copyName('Greeting (copy)', ['Greeting', 'Greeting (copy)'])).toBe('Greeting (copy 2)')
    expect(copyName('a'.repeat(200), []).length).toBeLessThanOrEqual(200)
  })

  it('names itself by its new name and is the same otherwise', () => {
    const body = 'kind: AdaptiveDialog\n# Name: stays\nbeginDialog:\n  kind: OnRedirect\n'
    expect(copiedTopic(`mcs.metadata:\n  description: d\n  componentName: Old\n${body}`, 'New: one')).toBe(`mcs.metadata:\n  description: d\n  componentName: "New: one"\n${body}`)
    expect(copiedTopic(`# Name: Old\n# What it does\n${body}`, 'New')).toBe(`# Name: New\n# What it does\n${body}`)
    expect(copiedTopic(body, 'New')).toBe(body)
  })

  it('means itself where the original meant itself', () => {
    const text = "dialog: shop.topic.Hi\nother: shop.topic.Hills\ncondition: =Topic.X = 'shop.topic.Hi.main.ask'.yes\n"
    expect(withOwnReferences(text, 'shop.topic.Hi', 'shop.topic.Hicopy')).toBe("dialog: shop.topic.Hicopy\nother: shop.topic.Hills\ncondition: =Topic.X = 'shop.topic.Hicopy.main.ask'.yes\n")
  })
})
