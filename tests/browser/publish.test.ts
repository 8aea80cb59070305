// What designers do: from files to a draft and from a draft to a release, by keyboard; and what others may have done meanwhile.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boxMesh } from '#core/geometry/solids';
import { writeStl } from '#core/geometry/write-stl';
import { answerWell } from './support/answer-well.js';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { draft } from './support/commons-fixtures.js';
import { sha } from './support/fixtures.js';
import { tabTo } from './support/steps.js';
import { type StubNetwork, startStubNetwork } from './support/stub-network.js';

const executablePath = findChromium();
const CUBE = Buffer.from(writeStl(boxMesh({ x: 40, y: 25, z: 12.5 })));
const stl = (name: string, buffer: Buffer) => ({ name, mimeType: 'model/stl', buffer });
const isFocused = (page: Page, name: string) =>
  page.getByRole('textbox', { name, exact: true }).evaluate((field) => field.matches(':focus'));

describe.skipIf(executablePath === undefined)('a designer', () => {
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

  it('sees what files are before they are sent, and sends them in pieces into a draft', async () => {
    await page.goto('/publish');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([stl('cube.stl', CUBE), stl('broken.stl', Buffer.from('no mesh at all'))]);
    await page.getByText('40 × 25 × 12.5 mm').waitFor();
    await page.getByText('not usable').waitFor();
    await page.getByRole('button', { name: 'Leave out broken.stl' }).click();
    await page.getByRole('button', { name: 'Make a draft of 1 file' }).click();
    await page.waitForURL('**/drafts/drf_1');
    const [begun] = network.askedOf('createUpload').slice(-1);
    expect(begun?.headers['upload-length']).toBe(String(CUBE.length));
    expect(begun?.headers['upload-metadata']).toMatch(/filename .+,sha256 /);
    expect(network.askedOf('startDraft').at(-1)?.body).toEqual({
      from: 'files',
      contents: { files: [{ path: 'cube.stl', sha256: sha('1') }] },
    });
    expect(complaints).toEqual([]);
  });

  it('sends nothing that the commons holds already', async () => {
    network.answer('hasFiles', ({ body }) => ({ body: { known: (body as { sha256s: string[] }).sha256s } }));
    const before = network.askedOf('createUpload').length;
    await page.goto('/publish');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([stl('cube.stl', CUBE)]);
    await page.getByRole('button', { name: 'Make a draft of 1 file' }).click();
    await page.waitForURL('**/drafts/drf_1');
    expect(network.askedOf('createUpload')).toHaveLength(before);
  });

  it('goes on after a reload where sending stopped', async () => {
    network.answer('continueUpload', () => ({
      problem: { status: 403, code: 'auth/forbidden', title: 'You may not do this', detail: 'Not now.' },
    }));
    await page.goto('/publish');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([stl('cube.stl', CUBE)]);
    await page.getByRole('button', { name: 'Make a draft of 1 file' }).click();
    await page.getByRole('alert').filter({ hasText: 'Not now.' }).waitFor();
    answerWell(network);
    await page.reload();
    await page.getByText('cube.stl was not sent to the end.').waitFor();
    const looked = network.askedOf('lookAtUpload').length;
    const begun = network.askedOf('createUpload').length;
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([stl('cube.stl', CUBE)]);
    await page.getByRole('button', { name: 'Make a draft of 1 file' }).click();
    await page.waitForURL('**/drafts/drf_1');
    expect(network.askedOf('lookAtUpload').length).toBeGreaterThan(looked);
    expect(network.askedOf('createUpload')).toHaveLength(begun);
  });

  it('completes a draft and publishes it by keyboard alone', async () => {
    const { forkOf: _forkOf, ...contents } = draft.contents;
    network.answer('readDraft', () => ({ body: { ...draft, contents } }));
    await page.goto('/drafts/drf_1');
    await tabTo(page, page.getByRole('button', { name: 'Yes, 4 pieces of stl/arm_x4.stl' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('textbox', { name: 'Version' }));
    await page.keyboard.type('2.0.0');
    await tabTo(page, page.getByRole('button', { name: 'Add a tool' }));
    await page.keyboard.press('Enter');
    expect(await isFocused(page, 'Tool 2')).toBe(true);
    await page.keyboard.type('Hex key');
    await tabTo(page, page.getByRole('button', { name: 'Publish' }));
    await page.keyboard.press('Enter');
    await page.getByText('Wall bracket 1.2.0 is published.').waitFor();
    expect(network.askedOf('changeDraft').at(-1)?.body).toMatchObject({
      revision: 3,
      contents: {
        version: '2.0.0',
        tools: [{ name: 'Screwdriver' }, { name: 'Hex key' }],
        parts: [{ path: 'stl/base.stl' }, { path: 'stl/arm_x4.stl', quantity: 4 }],
      },
    });
    expect(network.askedOf('publishDraft').at(-1)?.body).toEqual({ revision: 4 });
    expect(complaints).toEqual([]);
  });

  it('is told when the draft was changed meanwhile, and loads the newer one', async () => {
    network.answer('changeDraft', () => ({
      problem: {
        status: 409,
        code: 'draft/changed-meanwhile',
        title: 'The draft was changed meanwhile',
        detail: 'It is at revision 4, not 3.',
      },
    }));
    await page.goto('/drafts/drf_1');
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    network.answer('readDraft', () => ({
      body: { ...draft, revision: 4, contents: { ...draft.contents, title: 'Theirs' } },
    }));
    await page.getByRole('button', { name: 'Load the newer draft' }).click();
    await page.getByRole('button', { name: 'Saved' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe('Theirs');
  });

  it('repairs a mesh after having seen what would be done', async () => {
    await page.goto('/drafts/drf_1');
    await page.locator('.part-editor summary').filter({ hasText: 'stl/base.stl' }).click();
    await page.getByRole('button', { name: 'See what can be repaired' }).click();
    await page.getByText('2 duplicate faces are removed.').waitFor();
    expect(network.askedOf('repairFile').at(-1)?.body).toEqual({ fileName: 'stl/base.stl', accept: false });
    await page.getByRole('button', { name: 'Repair it' }).click();
    await page.getByText('repaired', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Saved' }).waitFor();
    expect(network.askedOf('changeDraft').at(-1)?.body).toMatchObject({
      contents: {
        files: [
          { path: 'stl/arm_x4.stl' },
          { path: 'stl/base-repaired.stl', sha256: sha('7'), derivedFrom: sha('2') },
          ...draft.contents.files.slice(2),
        ],
        parts: [{ path: 'stl/base-repaired.stl', infillPercent: 100 }],
      },
    });
  });

  it('suggests a draft of somebody else’s design as a change', async () => {
    await page.goto('/drafts/drf_1?aim=suggest');
    await page.getByLabel('What is better with it, and why').fill('A rib at the corner.');
    await page.getByRole('button', { name: 'Suggest the change' }).click();
    await page.getByText('Your change is suggested.').waitFor();
    expect(network.askedOf('suggestChange').at(-1)?.body).toEqual({ revision: 3, message: 'A rib at the corner.' });
  });

  it('refuses a suggested change with a reason', async () => {
    await page.goto('/designs/wall-bracket?show=changes&change=chg_1');
    await page.getByLabel('Reason to refuse it').fill('It needs supports.');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('refused').waitFor();
    expect(network.askedOf('decideChange').at(-1)?.body).toEqual({ verdict: 'refused', reason: 'It needs supports.' });
  });
});
