// Three kinds of test: rules and views without anything around them; HTTP against the real app on both databases; and
// real processes and browsers, one file at a time. PostgreSQL runs when TEST_DATABASE_URL names a server.
import { defineConfig } from 'vitest/config'

const postgres = process.env.TEST_DATABASE_URL
const http = ['test/**/*.http.test.ts']
const browser = ['test/**/*.browser.test.ts', 'test/pdf.*.test.ts', 'test/start.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...http, ...browser] } },
      {
        test: {
          name: 'http',
          include: http,
          env: { TEST_DATABASE_URL: '' },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      ...(postgres
        ? [
            {
              test: {
                name: 'http-postgres',
                include: http,
                env: { TEST_DATABASE_URL: postgres },
                testTimeout: 30_000,
                hookTimeout: 60_000,
              },
            },
          ]
        : []),
      {
        test: {
          name: 'browser',
          include: browser,
          env: { TEST_DATABASE_URL: '' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // A real browser on a busy machine is late now and then; what is broken fails twice.
          retry: 1,
        },
      },
    ],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
  },
})
