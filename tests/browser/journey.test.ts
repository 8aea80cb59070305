// What people do and what they meet: by keyboard alone from the search to the order, and when things are not well.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { answerWell } from './support/answer-well.js';
import { MARKUP_NAME, PNG, sha } from './support/fixtures.js';
import { emptyQuote } from './support/quote-fixtures.js';
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
    await page.getByText('2 labs at 80–120 km would do but for this').waitFor();
    await page.getByRole('link', { name: 'what the network cannot make yet' }).click();
    await page.getByRole('heading', { level: 1, name: 'What the network cannot make yet' }).waitFor();
    await page.getByText('Around Lyon, France: no lab has PEEK loaded.').waitFor();
    network.answer('listUnmetDemand', () => ({ body: { demand: [], sinceDay: '2026-08-22' } }));
    await page.getByLabel('Made by').selectOption('laser-cutting');
    await page.getByText('Nothing is missing.').waitFor();
    expect(network.askedOf('listUnmetDemand').at(-1)?.query.get('process')).toBe('laser-cutting');
  });

  it('what matters most is asked for, why options stand so is shown, and who must be asked', async () => {
    await page.goto('/designs/wall-bracket');
    await page.getByLabel('What matters most').selectOption('greenest');
    await requestQuote(page, { town: 'Lyo', choose: 'Lyon, FR' });
    expect(network.askedOf('requestQuote').at(-1)?.body).toMatchObject({ objective: 'greenest' });
    await page.getByText('Why this order').first().click();
    await page
      .getByRole('row', { name: /^Work spread evenly.*1.4 × an even share/ })
      .first()
      .waitFor();
    await page.getByText('1 lab may be able to, and must be asked').click();
    await page.getByText('may be able to: ask them “How large is what your machine').waitFor();
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

  it('a report of a make carries its outcome, settings and photo', async () => {
    await page.goto('/orders/ord_1');
    await page.getByText('Tell how 2 × Bracket 1 turned out').click();
    await page.getByRole('radio', { name: 'Usable, with faults' }).check({ force: true });
    await page.getByLabel('Settings that mattered').fill('nozzle temperature: 215 °C');
    await page.locator('input[type=file]').setInputFiles({ name: 'corner.png', mimeType: 'image/png', buffer: PNG });
    await page.getByRole('button', { name: 'Report' }).click();
    await page.getByText('the report stands with the design').waitFor();
    expect(network.askedOf('reportMake').at(-1)?.body).toEqual({
      outcome: 'usable',
      settings: { 'nozzle temperature': '215 °C' },
      photoSha256: sha('5'),
    });
    expect(complaints).toEqual([]);
  });

  it('choices narrow the catalogue down, stand in the address and are taken away again', async () => {
    await page.goto('/');
    await page.getByLabel('Process').selectOption({ label: 'Laser cutting (1)' });
    await page.waitForURL('**/?process=laser-cutting');
    await page.getByLabel('Who may make it for money').selectOption('worker-owned');
    await page.getByLabel('Can be made near').fill('Lyo');
    await page.getByRole('option', { name: 'Lyon, FR' }).click();
    await page.getByRole('combobox', { name: 'Within' }).selectOption('100');
    await page.waitForURL('**withinKm=100**');
    await page.getByRole('button', { name: 'Take away: Worker-owned labs only' }).click();
    await page.getByRole('button', { name: 'Take away: Worker-owned labs only' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take away: Laser cutting' }).waitFor();
    await eventually({
      sample: () => network.askedOf('searchDesigns').at(-1)?.query.toString(),
      satisfied: (query) => query === 'process=laser-cutting&near=45.760%2C4.840&withinKm=100',
      describeFailure: (query) => `the last search was ${query}`,
    });
  });

  it('a problem is shown at its place on the mesh', async () => {
    await page.goto('/designs/wall-bracket');
    await page.locator('canvas[data-drawn]').waitFor();
    await page.getByRole('button', { name: 'Show Bracket 2 in 3D' }).click();
    await page.locator('canvas[data-drawn]').waitFor();
    await page.getByRole('button', { name: 'Show where: The surface has holes' }).click();
    await page.getByText('Marked in the 3D view: x 20, y 12.5, z 6 mm.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('alternatives and optional parts are asked for in the quote', async () => {
    await page.goto('/designs/wall-bracket');
    await page.getByLabel('Screw size').selectOption('M4');
    await page.getByRole('checkbox', { name: 'Bracket 3' }).check({ force: true });
    await requestQuote(page, { town: 'Lyo', choose: 'Lyon, FR' });
    expect(network.askedOf('requestQuote').at(-1)?.body).toMatchObject({
      choice: { variants: { 'Screw size': 'M4' }, include: ['bracket-3.stl'] },
    });
  });
});
