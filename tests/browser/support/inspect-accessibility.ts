// axe-core in the page: every rule of WCAG 2.2 A and AA and its good practices.

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';

const ALL_LABELLED = `[...document.querySelectorAll('[role=img][aria-labelledby]')].every((picture) =>
  document.getElementById(picture.getAttribute('aria-labelledby')) !== null)`;

/** What axe finds wrong, one line each; empty when nothing. */
export async function inspectAccessibility(page: Page): Promise<string[]> {
  // react-aria's announcer keeps a spoken label for some seconds, also when its field has gone with the page before.
  await eventually({
    sample: () => page.evaluate<boolean>(ALL_LABELLED),
    describeFailure: () => 'a picture names a label that is not on the page',
  });
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    );
  });
}
