// Chromium from this machine, and a page in one of the looks that people have.

import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The path of a Chromium, or undefined; says so loudly when there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isRunnable);
  if (found === undefined) console.warn('\nSKIPPED: no Chromium on PATH, so no page was looked at in a browser.\n');
  return found;
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not for us: the next path is tried.
  }
}

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS });

export interface Look {
  readonly theme: 'light' | 'dark';
  readonly width: number;
}

export interface OpenedPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained about: its own faults and everything the content security policy stopped. */
  readonly complaints: string[];
}

/** A fresh visitor's page. */
export async function openPage(browser: Browser, baseURL: string, look: Look): Promise<OpenedPage> {
  const context = await browser.newContext({
    baseURL,
    colorScheme: look.theme,
    viewport: { width: look.width, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Refused requests are part of what is tested; the browser logs each.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}
