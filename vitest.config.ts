import { defineConfig } from 'vitest/config'

// Journeys drive a real browser through a real server: `npm run journeys`, not part of `npm test`'s quick round.
const journeys = process.env['BATON_JOURNEYS'] === '1'

export default defineConfig({
  test: {
    include: journeys ? ['test/journeys/**/*.test.ts'] : ['src/**/*.test.ts', 'ui/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: journeys ? ['**/node_modules/**'] : ['**/node_modules/**', 'test/journeys/**', 'dist/**'],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: journeys ? 120_000 : 30_000,
    hookTimeout: journeys ? 120_000 : 30_000,
    fileParallelism: !journeys,
  },
})
