// The fences stand: each catches its planted violation, none stops what is allowed, and the repository breaks none.

import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { cruise, cruiseTree, REPOSITORY } from './cruise.js';
import { ALLOWED, PLANTED } from './planted.js';

const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string; comment?: string }[];
};

describe('the fences', { timeout: 60_000 }, () => {
  it('have a planted violation each', () =>
    expect(forbidden.map(({ name }) => name).toSorted()).toEqual(Object.keys(PLANTED).toSorted()));

  it('say why they stand', () => expect(forbidden.filter(({ comment = '' }) => comment.length < 20)).toEqual([]));

  it.concurrent.each(Object.entries(PLANTED))('%s catches its violation, and nothing else does', async (rule, tree) => {
    const { violations } = await cruiseTree(tree);
    expect([...new Set(violations.map((violation) => violation.rule))]).toEqual([rule]);
  });

  it('let pass what is allowed, through the aliases to the sources', async () => {
    const { violations, files } = await cruiseTree(ALLOWED);
    expect(violations).toEqual([]);
    expect(files).toContain('libs/common/src/core/kernel/money.ts');
    expect(files.filter((file) => file.startsWith('dist/') || file.startsWith('#'))).toEqual([]);
  });

  it('are broken nowhere in the repository', async () => {
    const { violations, files } = await cruise(REPOSITORY);
    expect(violations).toEqual([]);
    expect(files.filter((file) => file.startsWith('#'))).toEqual([]);
  });
});
