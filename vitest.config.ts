import { defineConfig } from 'vitest/config'

/**
 * One project per kind of test, in the order in which `npm test` runs them. Stories and browsers mostly wait for whole servers
 * and pages, so two files share the machine. Sound and pictures come one file at a time: on two cores a second one makes both
 * slow, and what people see within a second meaningless.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/src/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.contract.test.ts'],
          testTimeout: 5_000,
          // By itself the runner leaves one core of two to whoever sits before the machine.
          maxWorkers: 2,
          // Most of a unit test's time was loading the same modules for each file. None of them keeps state between tests.
          isolate: false,
        },
      },
      {
        test: {
          name: 'contracts',
          include: ['packages/**/src/**/*.contract.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'stories',
          include: ['test/stories/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'media',
          include: ['test/media/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
