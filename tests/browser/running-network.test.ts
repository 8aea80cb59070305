// The main job in a real browser against a real network: searched, quoted, ordered, watched and collected.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { handOver } from '#contracts/http/orders';
import type { ShipmentId } from '#core/kernel/ids';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { demoMember, stewardOf, type Member } from '../../infra/demo/members.js';
import { SAMPLE_DESIGNS, SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import type { Network } from '../../infra/network/network.js';
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
});
