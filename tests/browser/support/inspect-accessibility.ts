// axe-core in the page: every rule of WCAG 2.2 A and AA and its good practices.

import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong, one line each; empty when nothing. */
export async function inspectAccessibility(page: Page): Promise<string[]> {
  // react-aria's announcer keeps a spoken label for some seconds, also when its field has gone with the page before.
  await page.waitForFunction(
    `[...document.querySelectorAll('[role=img][aria-labelledby]')].every((spoken) =>
      document.getElementById(spoken.getAttribute('aria-labelledby')))`,
  );
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
