// Every page in both themes and at both widths: nothing for axe to find, nothing that overflows, no fault, no broken policy.

import type { Browser } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { answerWell } from './support/answer-well.js';
import { inspectAccessibility } from './support/inspect-accessibility.js';
import { type StubNetwork, startStubNetwork } from './support/stub-network.js';

const executablePath = findChromium();
/** Where pictures of all pages go, when somebody wants to look at them. */
const shotsDir = process.env.FAB_SHOTS_DIR;

const PAGES: readonly (readonly [name: string, path: string, ready: string])[] = [
  ['catalogue', '/?process=fdm&near=45.76,4.84&place=Lyon', '.card .cover img'],
  ['design', '/designs/wall-bracket', 'canvas[data-drawn]'],
  ['materials', '/designs/wall-bracket?show=materials', '.file-picture img'],
  ['releases', '/designs/wall-bracket?show=releases', '.diff table'],
  ['licence', '/designs/wall-bracket?show=licence', '.attribution'],
  ['reviews', '/designs/wall-bracket?show=reviews', '.posts li'],
  ['made', '/designs/wall-bracket?show=made', '.makes li'],
  ['conversations', '/designs/wall-bracket?show=conversations', '.thread'],
  ['changes', '/designs/wall-bracket?show=changes&change=chg_1', '.change table'],
  ['drafts', '/drafts', '.order-rows a'],
  ['draft', '/drafts/drf_1', '.draft-actions'],
  ['quote', '/designs/wall-bracket?quote=quo_1', '.map-mark-option'],
  ['confirm', '/quotes/quo_1/opt_1', '.order-now'],
  ['decision', '/decisions/dec_1', 'table'],
  ['unmet demand', '/unmet-demand', '.demand li'],
  ['orders', '/orders', '.order-rows a'],
  ['order', '/orders/ord_1', '.qr-code'],
  ['order planned again', '/orders/ord_3', '.notice .rows li'],
  ['order with a counter-offer', '/orders/ord_2', '.notice .button-primary'],
  ['labs', '/labs', '.lab-rows a'],
  ['lab', '/labs/lab_1', '.desk .facts'],
  ['quiet lab', '/labs/lab_2', '.desk .notice'],
  ['new-lab', '/labs/new', 'form'],
  ['publish', '/publish', '.drop-zone'],
  ['sign-in', '/sign-in', 'form'],
  ['sign-up', '/sign-up', 'form'],
  ['account', '/account', '.rows li'],
  ['nothing', '/nowhere', '.notice'],
];
const LOOKS = (['light', 'dark'] as const).flatMap((theme) => [360, 1280].map((width) => ({ theme, width })));

describe.skipIf(executablePath === undefined)('every page', () => {
  let network: StubNetwork;
  let browser: Browser;
  beforeAll(async () => {
    network = await startStubNetwork();
    browser = await launchChromium(executablePath!);
    answerWell(network);
    if (shotsDir) mkdirSync(shotsDir, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await network?.stop();
  });

  it.each(PAGES)('%s is accessible and fits, light and dark, narrow and wide', async (name, path, ready) => {
    for (const look of LOOKS) {
      const { context, page, complaints } = await openPage(browser, network.url, look);
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      // What is folded is inspected too.
      await page.evaluate('document.querySelectorAll("main details").forEach((folded) => { folded.open = true; })');
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      if (shotsDir) {
        await page.screenshot({ path: join(shotsDir, `${name}-${look.theme}-${look.width}.png`), fullPage: true });
      }
      const said = `${name}, ${look.theme}, ${look.width} px`;
      expect(await inspectAccessibility(page), said).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), said).toBeLessThanOrEqual(look.width);
      expect(await page.title(), said).toMatch(/Fabcommons$/);
      expect(complaints, said).toEqual([]);
      await context.close();
    }
  });
});
