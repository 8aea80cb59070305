// The main job in a real browser against a real network: searched, quoted, ordered, watched and collected.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { handOver } from '#contracts/http/lab-work';
import type { ShipmentId } from '#core/kernel/ids';
import type { BoxMm } from '#core/design/part';
import type { Mesh } from '#core/geometry/mesh';
import { boxMesh } from '#core/geometry/solids';
import { writeStl } from '#core/geometry/write-stl';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { demoMember, stewardOf, type Member } from '../../infra/demo/members.js';
import { SAMPLE_DESIGNS, SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import type { Network } from '../../infra/network/network.js';
import { eventually } from '../support/eventually.js';
import { startTestNetwork } from '../support/processes.js';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { inspectAccessibility } from './support/inspect-accessibility.js';
import { chooseOption, orderNow, requestQuote, searchFor, signIn, tabTo } from './support/steps.js';

const executablePath = findChromium();
const LYON = { lat: 45.76, lon: 4.84 };

describe.skipIf(executablePath === undefined)('on a running network', () => {
  let network: Network;
  let browser: Browser;
  let member: Member;
  let labName: string;

  beforeAll(async () => {
    [network, browser] = await Promise.all([startTestNetwork(), launchChromium(executablePath!)]);
    const secrets = network.folder.programSecrets;
    const steward = stewardOf(network.urls.web, secrets);
    member = await demoMember(network.urls.web, { root: network.folder.root, secrets });
    const list = await readLabList(SAMPLE_LABS, []);
    const { labIds } = await sendLabs(steward, list.labs);
    const [lab] = nearestWith('fdm', listed(list.labs, labIds), LYON, 1);
    labName = lab!.draft.name;
    const home = await enrolSimulated(network, steward, lab!, { materials: ['PLA'], speed: 2_000 });
    await network.startAgent('lab', [home]);
    await untilLive(steward, [lab!.labId]);
    for (const design of SAMPLE_DESIGNS) await publishFolder(member, design, {});
  });
  afterAll(async () => {
    await browser?.close();
    await network?.stop();
  });

  it('a customer finds, orders, watches and collects by keyboard', async () => {
    const { page, complaints } = await openPage(browser, network.urls.web, { theme: 'light', width: 1280 });
    await page.goto('/');
    await searchFor(page, 'syringe');
    await tabTo(page, page.getByRole('link', { name: /syringe pump/i }));
    await page.keyboard.press('Enter');
    await requestQuote(page, { town: 'Lyon', choose: 'Lyon, FR' });
    await chooseOption(page, labName);
    await tabTo(page, page.getByRole('link', { name: 'Sign in to order' }));
    await page.keyboard.press('Enter');
    await signIn(page, member);
    await orderNow(page);
    await page.waitForURL('**/orders/ord_*');
    await page.getByText('has started').first().waitFor();
    // The page is not loaded again: what comes, comes over the live timeline.
    await page.getByText('can be collected at').first().waitFor();
    expect(await inspectAccessibility(page)).toEqual([]);

    const orderId = page.url().split('/').at(-1)!;
    const answer = await fetch(`${network.urls.web}/api/orders/${orderId}`, { headers: member.headers! });
    const { shipments } = (await answer.json()) as { shipments: { id: ShipmentId; pickupCode: string }[] };
    await page.getByText(shipments[0]!.pickupCode).first().waitFor();
    await callRoute(stewardOf(network.urls.web, network.folder.programSecrets), handOver, {
      params: { shipmentId: shipments[0]!.id },
      body: { code: shipments[0]!.pickupCode },
    });
    await page.getByText('were collected at').first().waitFor();
    await page.getByText('balanced').first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a designer makes files a draft, repairs one, publishes, and goes on to the next version', async () => {
    const { page, complaints } = await openPage(browser, network.urls.web, { theme: 'light', width: 1280 });
    await page.goto('/sign-in?next=/publish');
    await signIn(page, member);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        stl('lid_x2.stl', boxMesh({ x: 40, y: 30, z: 4 })),
        stl('base.stl', insideOut({ x: 40, y: 30, z: 20 })),
      ]);
    await page.getByText('40 × 30 × 4 mm').waitFor();
    await page.getByRole('button', { name: 'Make a draft of 2 files' }).click();
    await page.waitForURL('**/drafts/drf_*');
    await page.getByRole('button', { name: 'Yes, 2 pieces of lid_x2.stl' }).click();
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Small box');
    await page.getByRole('combobox', { name: 'Licence' }).selectOption('CERN-OHL-S-2.0');
    await page.locator('.part-editor summary').filter({ hasText: 'base.stl' }).click();
    await page.getByRole('button', { name: 'See what can be repaired' }).click();
    await page.getByRole('button', { name: 'Repair it' }).click();
    await page.getByText('repaired', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Small box 1.0.0 is published.').waitFor();
    await page.getByRole('link', { name: 'See the design' }).click();
    await page.getByText('repaired from').waitFor();
    const thumbnail = page.locator('.part-thumbnail img').first();
    await eventually({
      sample: () => thumbnail.evaluate((image) => 'naturalWidth' in image && image.naturalWidth === 512),
      describeFailure: () => 'the network has drawn no picture of the part',
    });

    await page.getByRole('button', { name: 'Make a new version' }).click();
    await page.getByRole('textbox', { name: 'Version' }).fill('1.1.0');
    await page.getByRole('textbox', { name: 'What is changed' }).fill('Says what it is for.');
    await page.getByRole('textbox', { name: 'Summary' }).fill('Holds small things.');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Small box 1.1.0 is published.').waitFor();
    await page.getByRole('link', { name: 'See the design' }).click();
    for (const section of SECTIONS) {
      await page.getByRole('link', { name: section }).click();
      await page.locator('.section-nav [aria-current=page]', { hasText: section }).waitFor();
      await page.locator('.loading').waitFor({ state: 'detached' });
      expect(await inspectAccessibility(page), section).toEqual([]);
      expect(await page.getByRole('alert').count(), section).toBe(0);
    }
    await page.getByRole('link', { name: 'Releases', exact: true }).click();
    await page.getByText('Holds small things.').waitFor();
    await page.getByRole('link', { name: 'Conversations' }).click();
    await page.getByText('Begin a conversation').click();
    await page.getByLabel('Subject').fill('Lids');
    await page.getByLabel('Text').fill('Does it close?');
    await page.getByRole('button', { name: 'Begin it' }).click();
    await page.getByRole('heading', { name: 'Lids' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

const SECTIONS = [
  'Bill of materials',
  'Releases',
  'Licence',
  'Reviews',
  'Made',
  'Conversations',
  'Suggested changes',
] as const;

const stl = (name: string, mesh: Mesh) => ({ name, mimeType: 'model/stl', buffer: Buffer.from(writeStl(mesh)) });

/** A box whose triangles all look inwards. */
function insideOut(sizeMm: BoxMm): Mesh {
  const positions = Float32Array.from(boxMesh(sizeMm).positions);
  for (let corner = 0; corner < positions.length; corner += 9) {
    const second = positions.slice(corner + 3, corner + 6);
    positions.copyWithin(corner + 3, corner + 6, corner + 9);
    positions.set(second, corner + 6);
  }
  return { positions };
}
