import { defineConfig } from 'vitest/config'

const folders = ['packages/*/src', 'apps/*/src', 'tooling/*/src']
const files = (suffix: string) => folders.map((folder) => `${folder}/**/*${suffix}`)

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          isolate: false,
          include: files('.test.ts'),
          exclude: [...files('.e2e.test.ts'), ...files('.shared.test.ts')],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 1 },
          include: files('.e2e.test.ts'),
          isolate: true,
          fileParallelism: false,
          testTimeout: 60_000,
          benchmark: { include: [] },
        },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          sequence: { groupOrder: 2 },
          include: files('.shared.test.ts'),
          isolate: true,
          fileParallelism: false,
          testTimeout: 120_000,
          benchmark: { include: [] },
        },
      },
    ],
  },
})
