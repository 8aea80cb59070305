// What a customer says to a lab's counter-offer, and what a lab does on its desk, by keyboard.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { answerWell } from './support/answer-well.js';
import { MARKUP_NAME } from './support/fixtures.js';
import { type StubNetwork, startStubNetwork } from './support/stub-network.js';
import { tabTo } from './support/steps.js';

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('a counter-offer', () => {
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

  const card = () => page.getByRole('region', { name: 'A lab asks you' });

  it('says who asks, why, how much more, how much later and until when; a yes says what is held', async () => {
    await page.goto('/orders/ord_2');
    await card().waitFor();
    const text = await card().innerText();
    expect(text).toContain(MARKUP_NAME);
    expect(text).toContain('for €2.50 more and 2 h 00 min later');
    expect(text).toContain('The machine is being serviced & <i>dear</i>');
    expect(text).toMatch(/until 21 Nov 2026/);
    expect(await page.getByText('You pay').last().locator('xpath=..').innerText()).toContain('€14.04');
    await tabTo(page, page.getByRole('button', { name: 'Agree: €2.50 more is held' }));
    await page.keyboard.press('Enter');
    await page.getByText('You agreed;').waitFor();
    expect(await page.evaluate('document.activeElement?.textContent')).toContain('You agreed;');
    await card().waitFor({ state: 'detached' });
    expect(network.askedOf('answerCounterOffer').at(-1)).toMatchObject({
      params: { orderId: 'ord_2', offerId: 'ofr_1' },
      body: { accepted: true },
    });
    expect(complaints).toEqual([]);
  });

  it('is passed on to the next lab by a no', async () => {
    await page.goto('/orders/ord_2');
    await tabTo(page, page.getByRole('button', { name: 'Ask the next lab' }));
    await page.keyboard.press('Enter');
    await page.getByText('The next lab is asked.').waitFor();
    expect(network.askedOf('answerCounterOffer').at(-1)?.body).toEqual({ accepted: false });
  });

  it('that cannot be paid stays, with what happened and what to do', async () => {
    network.answer('answerCounterOffer', () => ({
      problem: {
        status: 402,
        code: 'payment/refused',
        title: 'The payment was refused',
        detail: 'This goes beyond what is trusted to an account.',
        remedy: 'Pay open invoices first.',
      },
    }));
    await page.goto('/orders/ord_2');
    await page.getByRole('button', { name: /^Agree/ }).click();
    await page.getByRole('alert').filter({ hasText: 'Pay open invoices first.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Ask the next lab' }).isEnabled()).toBe(true);
  });
});

describe.skipIf(executablePath === undefined)('an order planned again', () => {
  it('lets the customer ask another lab', async () => {
    const network = await startStubNetwork();
    const browser = await launchChromium(executablePath!);
    answerWell(network);
    const { page, complaints } = await openPage(browser, network.url, { theme: 'light', width: 1280 });
    await page.goto('/orders/ord_3');
    await tabTo(page, page.getByRole('button', { name: 'Ask Fablab 3 instead' }));
    await page.keyboard.press('Enter');
    await page.getByText('Fablab 3 is asked instead').waitFor();
    expect(await page.getByRole('button', { name: /instead$/ }).count()).toBe(0);
    expect(network.askedOf('chooseLab').at(-1)?.body).toEqual({ labId: 'lab_3' });
    expect(complaints).toEqual([]);
    await browser.close();
    await network.stop();
  });
});

describe.skipIf(executablePath === undefined)('the desk of a lab', () => {
  let network: StubNetwork;
  let browser: Browser;
  beforeAll(async () => {
    network = await startStubNetwork();
    browser = await launchChromium(executablePath!);
    answerWell(network);
  });
  afterAll(async () => {
    await browser?.close();
    await network?.stop();
  });

  it('says what belongs in which bag, and that the lab is back', async () => {
    const { page, complaints } = await openPage(browser, network.url, { theme: 'light', width: 1280 });
    await page.goto('/labs/lab_2');
    await page.getByText('does not answer offers').first().waitFor();
    const bags = page.getByRole('table', { name: 'Sort the pieces of this plate by their letter' });
    expect(await bags.getByRole('row').nth(2).innerText()).toMatch(/B\s+Hook\s+2 × Bracket 1\s+CC-BY-4.0/);
    await tabTo(page, page.getByRole('button', { name: 'We are back' }));
    await page.keyboard.press('Enter');
    await page.getByText('The network knows that you are back').waitFor();
    expect(network.askedOf('sayBack').at(-1)?.params).toEqual({ labId: 'lab_2' });
    expect(complaints).toEqual([]);
  });
});
