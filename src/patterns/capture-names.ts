/** The groups that capture, found before reading so that a reference may stand in front of its group. */
export class CaptureNames {
  private readonly starts: number[] = []
  private readonly names = new Map<string, number>()
  private readonly byStart = new Map<number, number>()

  constructor(source: string) {
    const explicit = /^\(\?[imsx]*n/.test(source)
    for (const { 0: token, 1: angle, 2: quoted, index } of source.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<(\w+)>|\(\?'(\w+)'|\((?!\?)/gsu)) {
      if (token[0] !== '(') continue
      const name = angle ?? quoted
      if (name === undefined && explicit) continue
      const known = name === undefined ? undefined : this.names.get(name)
      this.byStart.set(index, known ?? this.starts.length)
      if (known !== undefined) continue
      if (name !== undefined) this.names.set(name, this.starts.length)
      this.starts.push(index)
    }
    this.numberGroups(source)
  }

  /** .NET counts groups without a name first, then the named ones. */
  private numberGroups(source: string) {
    const order = [...this.starts.filter((start) => source[start + 1] !== '?'), ...this.starts.filter((start) => source[start + 1] === '?')]
    order.forEach((start, index) => {
      const number = String(index + 1)
      if (!this.names.has(number)) this.names.set(number, this.byStart.get(start) ?? index)
    })
  }

  get count() {
    return this.starts.length
  }

  indexAt(start: number): number {
    return this.byStart.get(start) ?? 0
  }

  indexOf(name: string): number | undefined {
    return this.names.get(name)
  }
}
