import { XMLParser, XMLValidator } from 'fast-xml-parser'

type XmlFinding = { line: number; column: number; message: string }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  htmlEntities: true,
})

/**
 * An XML document as elements that are found by name whatever its case, or what is wrong with it. Document types, and
 * with them entities of the document's own, are refused.
 */
export function readXml(text: string): XmlElement | XmlFinding {
  const source = text.replace(/^\uFEFF/, '')
  const doctype = /<!(DOCTYPE|ENTITY)/i.exec(source)
  if (doctype) return { ...lineOf(source, doctype.index), message: 'A document type is not allowed here.' }
  const valid = XMLValidator.validate(source)
  if (valid !== true) return { line: valid.err.line, column: valid.err.col ?? 1, message: valid.err.msg }
  try {
    return new XmlElement(parser.parse(source))
  } catch (error) {
    return { line: 1, column: 1, message: error instanceof Error ? error.message : String(error) }
  }
}

export class XmlElement {
  readonly #value: unknown
  constructor(value: unknown) {
    this.#value = value
  }

  /** The first element of this name, or nothing. */
  child(name: string): XmlElement | undefined {
    return this.children(name)[0]
  }

  children(name: string): XmlElement[] {
    const value = this.#get(name.toLowerCase())
    if (value === undefined) return []
    return (Array.isArray(value) ? value : [value]).map((item) => new XmlElement(item))
  }

  attribute(name: string): string | undefined {
    const value = this.#get(`@${name.toLowerCase()}`)
    return typeof value === 'string' ? value : undefined
  }

  /** The text of the element, or of the child `name`; undefined when it is absent or empty. */
  text(name?: string): string | undefined {
    const value = name === undefined ? this.#value : this.child(name)?.text()
    const text = typeof value === 'string' ? value : new XmlElement(value).#get('#text')
    return typeof text === 'string' && text.trim() !== '' ? text : undefined
  }

  #get(lowerCaseName: string): unknown {
    if (typeof this.#value !== 'object' || this.#value === null) return undefined
    for (const [key, value] of Object.entries(this.#value)) if (key.toLowerCase() === lowerCaseName) return value
    return undefined
  }
}

function lineOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') }
}
