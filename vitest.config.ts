import { defineConfig } from 'vitest/config';

const source = { conditions: ['source'] };

export default defineConfig({
  resolve: source,
  ssr: { resolve: { ...source, externalConditions: ['source'] } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'tests/architecture/**/*.test.ts', 'tests/contract/**/*.test.ts'], exclude: ['**/node_modules/**', '**/dist/**', 'apps/web/**'] },
      },
    ],
  },
});
