/** Relative luminance of #rrggbb, 0 black to 1 white (WCAG 2). */
export function luminance(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever reads better on the colour. */
export const textOn = (color: string): string => (contrast(color, '#ffffff') >= 4.5 || contrast(color, '#ffffff') > contrast(color, '#111111') ? '#ffffff' : '#111111')

/** The colour itself where it can be read on the background, else mixed towards the background's opposite until it can. */
export function readableOn(color: string, background: string): string {
  const target = luminance(background) > 0.4 ? 0 : 255
  for (let step = 0; step <= 10; step++) {
    const mixed = mix(color, target, step / 10)
    if (contrast(mixed, background) >= 4.5) return mixed
  }
  return target === 0 ? '#000000' : '#ffffff'
}

function mix(color: string, target: number, share: number): string {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16)
    return Math.round(value + (target - value) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
