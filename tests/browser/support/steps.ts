// Steps of people on the pages, by keyboard alone; the same against a stub and against a running network.

import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 80;

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.first().evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} cannot be reached by Tab`);
}

/** Types into the catalogue's search. */
export async function searchFor(page: Page, words: string): Promise<void> {
  await tabTo(page, page.getByRole('searchbox', { name: 'Search the designs' }));
  await page.keyboard.type(words);
  await page.waitForURL(`**/?q=${encodeURIComponent(words)}`);
}

/** On a design's page: names the town, takes it from the list, and asks. */
export async function requestQuote(page: Page, { town, choose }: { town: string; choose: string }): Promise<void> {
  await tabTo(page, page.getByRole('combobox', { name: 'Town' }));
  await page.keyboard.type(town);
  const choice = page.getByRole('option', { name: choose });
  await choice.waitFor();
  await page.keyboard.press('ArrowDown');
  while ((await choice.getAttribute('data-focused')) === null) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Ask the network' }));
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Options' }).waitFor();
}

/** Takes the option of a lab. */
export async function chooseOption(page: Page, labName: string): Promise<void> {
  await tabTo(page, page.getByRole('link', { name: `Choose ${labName}` }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Check and order' }).waitFor();
}

/** On the sign-in page. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

/** On the confirmation page: buys. */
export async function orderNow(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Order and pay by invoice' }));
  await page.keyboard.press('Enter');
}
