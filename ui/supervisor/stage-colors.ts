import { type Stage, useColorMode } from '../kit/index.ts'

const light: Record<Stage, string> = { copilot: '#7a8b99', waiting: '#c4511c', agent: '#0b7285', 'wrap-up': '#b88a00', closed: '#9aa5ad' }
const dark: Record<Stage, string> = { copilot: '#8fa1b0', waiting: '#f0885a', agent: '#55a8b8', 'wrap-up': '#e0b93e', closed: '#6d7880' }

/** One colour per state, for tiles and bars alike; each has a contrast of 3 with its background. */
export function useStageColors(): Record<Stage, string> {
  return useColorMode().dark ? dark : light
}
