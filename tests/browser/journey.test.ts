// What people do and what they meet: by keyboard alone from the search to the order, and when things are not well.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { answerWell } from './support/answer-well.js';
import { MARKUP_NAME, emptyQuote } from './support/fixtures.js';
import { type StubNetwork, startStubNetwork } from './support/stub-network.js';
import { chooseOption, orderNow, requestQuote, searchFor, signIn, tabTo } from './support/steps.js';

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('in the browser', () => {
  let network: StubNetwork;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    network = await startStubNetwork();
    browser = await launchChromium(executablePath!);
  });
  afterAll(async () => {
    await browser?.close();
    await network?.stop();
  });
  beforeEach(async () => {
    answerWell(network);
    ({ page, complaints } = await openPage(browser, network.url, { theme: 'light', width: 1280 }));
    return () => page.context().close();
  });

  it('a customer orders by keyboard alone, and the choice outlives signing in', async () => {
    answerWell(network, false);
    await page.goto('/');
    await searchFor(page, 'wall');
    await tabTo(page, page.getByRole('link', { name: 'Wall bracket' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Wall bracket' }).waitFor();
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H1');
    await requestQuote(page, { town: 'Lyo', choose: 'Lyon, FR' });
    await chooseOption(page, 'Fablab 2');
    await tabTo(page, page.getByRole('link', { name: 'Sign in to order' }));
    await page.keyboard.press('Enter');
    answerWell(network);
    await signIn(page, { email: 'ada@example.org', password: 'four words in a row' });
    await orderNow(page);
    await page.waitForURL('**/orders/ord_1');
    await page.getByText('KX7P-42QM').first().waitFor();
    const [placed] = network.askedOf('placeOrder');
    expect(placed?.body).toEqual({ quoteId: 'quo_1', optionId: 'opt_2' });
    expect(placed?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(complaints).toEqual([]);
  });

  it('a lost answer and a second press carry the same key', async () => {
    const before = network.askedOf('placeOrder').length;
    network.answer('placeOrder', () => ({
      problem: {
        status: 503,
        code: 'service/unavailable',
        title: 'A part of the network is not reachable',
        detail: 'The ledger is away.',
        remedy: 'Try again.',
      },
    }));
    await page.goto('/quotes/quo_1/opt_1');
    await orderNow(page);
    await page.getByRole('alert').filter({ hasText: 'The ledger is away.' }).waitFor();
    await page.reload();
    await orderNow(page);
    await page.getByRole('alert').waitFor();
    const keys = network
      .askedOf('placeOrder')
      .slice(before)
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('names with markup are shown as text', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: MARKUP_NAME }).waitFor();
    expect(await page.evaluate('"hacked" in window')).toBe(false);
  });

  it('"nobody can make this" is an answer with reasons', async () => {
    network.answer('readQuote', () => ({ body: emptyQuote }));
    await page.goto('/designs/wall-bracket?quote=quo_1');
    await page.getByText('Nobody can make this as you asked for it.').waitFor();
    await page.getByRole('rowheader', { name: 'has PEEK loaded' }).waitFor();
  });

  it('a refusal is told with what happened and what to do', async () => {
    network.answer('readDesign', () => ({
      problem: {
        status: 404,
        code: 'design/not-found',
        title: 'No such design',
        detail: 'There is no design “wall-bracket”.',
        remedy: 'Search the catalogue.',
      },
    }));
    await page.goto('/designs/wall-bracket');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/No such design[\s\S]*There is no design[\s\S]*Search the catalogue/);
  });

  it('an empty catalogue says so, and a search without hits names the words', async () => {
    network.answer('searchDesigns', () => ({ body: { designs: [], total: 0 } }));
    await page.goto('/');
    await page.getByText('There are no designs yet.').waitFor();
    await page.goto('/?q=teapot');
    await page.getByText('No design matches “teapot”.').waitFor();
  });

  it('the next page of the catalogue comes on demand', async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Show more designs' }).click();
    await page.getByRole('link', { name: 'Prosthetic thumb' }).waitFor();
  });

  it('a designer sees what a file is before it is sent, then publishes it', async () => {
    await page.goto('/publish');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        {
          name: 'cube.stl',
          mimeType: 'model/stl',
          buffer: Buffer.from(await (await fetch(`${network.url}/api/files/${'1'.repeat(64)}`)).arrayBuffer()),
        },
        { name: 'broken.stl', mimeType: 'model/stl', buffer: Buffer.from('no mesh at all') },
      ]);
    await page.getByText('40 × 25 × 12.5 mm').waitFor();
    await page.getByText('not usable').waitFor();
    await page.getByRole('button', { name: 'Leave out broken.stl' }).click();
    await page.getByLabel('Title').fill('Wall bracket');
    await page.getByLabel('Licence').fill('CERN-OHL-S-2.0');
    await page.getByText('changed designs stay open').waitFor();
    await page.getByRole('button', { name: 'Publish 1 file' }).click();
    await page.getByText('Wall bracket 1.2.0 is published.').waitFor();
    expect(network.askedOf('publishRelease').at(-1)?.body).toMatchObject({
      title: 'Wall bracket',
      license: 'CERN-OHL-S-2.0',
      files: [{ path: 'cube.stl', sha256: '1'.repeat(64) }],
    });
    expect(complaints).toEqual([]);
  });
});
