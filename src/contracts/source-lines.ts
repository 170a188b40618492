const sourceLine = /^\[(\d{1,3})\]: <?(?:cite:\d{1,3}|(https?:\/\/[^\s<>]{1,2000}))>? "([^"\n]{1,500})"$/gm

/**
 * The sources below a generated answer, `[1]: https://… "Title"`, as links with their titles; a file has no address,
 * only a title. Markdown in, Markdown out.
 */
export function withSourceLinks(text: string): string {
  if (!text.includes(']: ')) return text
  return text.replace(sourceLine, (_, number: string, address: string | undefined, title: string) => {
    const name = title.replace(/[[\]]/g, '')
    return address ? `${number}. [${name}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})` : `${number}. ${name}`
  })
}
