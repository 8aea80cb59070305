// The operator's page of a running agent, in a real browser: by keyboard, without its script, and from other sites.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { REPOSITORY } from '../../infra/repository.js';
import { AGENT_PROGRAM, AgentStage } from '../integration/agent-stage.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { anyFreePort } from '../support/ports.js';
import { findChromium, launchChromium, openPage } from './support/chromium.js';
import { inspectAccessibility } from './support/inspect-accessibility.js';
import { tabTo } from './support/steps.js';

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('the operator’s page', () => {
  let nats: TestNats;
  let stage: AgentStage;
  let lab: Awaited<ReturnType<AgentStage['enrolLab']>>;
  let agent: ManagedProcess;
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    nats = await startNats();
    stage = new AgentStage(nats);
    await stage.start();
    folder = mkdtempSync(join(tmpdir(), 'fabcommons-page-'));
    const port = await anyFreePort();
    url = `http://localhost:${port}`;
    const page = { port, host: '127.0.0.1', names: [] };
    const fast = { speed: 3_600, heatSeconds: 0, clearBedSeconds: 0 };
    lab = await stage.enrolLab(fast, { accept: 'ask', askQuality: true }, { page, entry: { clearBed: 'person' } });
    agent = new ManagedProcess({
      name: 'fab-agent',
      command: [process.execPath, AGENT_PROGRAM, 'run', '--home', lab.home],
      env: { PATH: process.env['PATH'] ?? '' },
      cwd: REPOSITORY,
      mark: AGENT_PROGRAM,
      logFile: join(folder, 'agent.log'),
      pidFile: join(folder, 'agent.pid'),
      stopSignal: 'SIGTERM',
      keepAlive: false,
    });
    await agent.start();
    await eventually({
      sample: () => fetch(url).then(({ ok }) => ok, () => false), // prettier-ignore
      describeFailure: () => readFileSync(join(folder, 'agent.log'), 'utf8').slice(-2_000),
    });
    browser = await launchChromium(executablePath!);
  });
  afterAll(async () => {
    await browser?.close();
    await agent?.stop();
    await stage?.stop();
    await nats?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const press = async (page: Page, name: string | RegExp): Promise<void> => {
    await tabTo(page, page.getByRole('button', { name }));
    await page.keyboard.press('Enter');
  };
  const said = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();

  it('accepts an offer, follows the job, asks how its pieces are, and hears that the bed is clear', async () => {
    const { page, complaints } = await openPage(browser, url, { theme: 'light', width: 1280 });
    await page.goto('/');
    const waiting = await stage.offer(lab, { title: 'Bracket <b>& hook</b>' });
    await page.getByRole('heading', { name: 'Bracket <b>& hook</b>' }).waitFor();
    expect(await page.locator('#offers').innerText()).toContain('12.00 EUR');
    expect(await inspectAccessibility(page)).toEqual([]);
    await press(page, 'Accept: Bracket <b>& hook</b>');
    await said(page, 'is answered');
    await stage.assignUnasked(lab, waiting);
    await page.getByText('a person to say whether the pieces are good').waitFor();
    expect(await inspectAccessibility(page)).toEqual([]);
    await press(page, /^The pieces are good/);
    await said(page, 'is finished');
    await press(page, 'The bed is clear: Test machine');
    await said(page, 'may begin its next job');
    expect(await page.locator('#machines').innerText()).toContain('free');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('declines with a reason, pauses and goes on, without its script and in the dark', async () => {
    const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false, colorScheme: 'dark' });
    const page = await context.newPage();
    const { offerId } = await stage.offer(lab);
    await eventually({
      sample: async () => {
        await page.goto('/');
        return (await page.getByLabel('Why not').count()) > 0;
      },
      describeFailure: () => 'the offer is not on the page',
    });
    await page.getByLabel('Why not').fill('The nozzle is worn.');
    await page.keyboard.press('Enter');
    await said(page, 'is answered');
    const answers = await eventually({
      sample: async () => (await stage.reports(lab.labId)).filter(({ thing }) => thing.id === offerId),
      satisfied: (reports) => reports.length > 0,
      describeFailure: () => 'the network was not told',
    });
    expect(answers[0]?.data['answer']).toEqual({ kind: 'declined', reason: 'The nozzle is worn.' });
    await page.getByLabel('Why (optional)').fill('Moving house');
    await page.getByRole('button', { name: /^Pause/ }).click();
    await said(page, 'The lab is paused');
    expect(await page.locator('#lab').innerText()).toContain('Moving house');
    expect(await page.locator('#machines').innerText()).toContain('waits for the lab to go on');
    const refused = await stage.offer(lab);
    const answer = await eventually({
      sample: async () => (await stage.reports(lab.labId)).find(({ thing }) => thing.id === refused.offerId)?.data,
      describeFailure: () => 'a paused lab did not answer',
    });
    expect(answer?.['answer']).toMatchObject({ kind: 'declined' });
    await page.getByRole('button', { name: /^Go on/ }).click();
    await said(page, 'The lab goes on');
    await context.close();
  });

  it('has enough contrast in the dark and fits a telephone', async () => {
    const { page } = await openPage(browser, url, { theme: 'dark', width: 320 });
    await stage.offer(lab, { title: 'A'.repeat(120) });
    await page.goto('/');
    await page.getByRole('heading', { name: 'AAAA' }).waitFor();
    expect(await inspectAccessibility(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.context().close();
  });

  it('does nothing for another site, nor for a name that only leads here', async () => {
    const other = createServer((_, response) =>
      response
        .setHeader('content-type', 'text/html')
        .end(`<form method="post" action="${url}/say"><input name="say" value="pause"><button>go</button></form>`),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const [response] = await Promise.all([page.waitForResponse(`${url}/say`), page.getByRole('button').click()]);
    expect(response.status()).toBe(403);
    await context.close();
    other.close();
    const port = new URL(url).port;
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) =>
        get({ port, headers: { host } }, (answered) => resolve(answered.resume().statusCode)).once('error', reject),
      );
    expect(await statusFor(`evil.example:${port}`)).toBe(421);
    expect(await statusFor(`localhost:${port}`)).toBe(200);
    const cookie = 'a=b';
    const form = new URLSearchParams({ say: 'pause', token: 'x' });
    expect((await fetch(`${url}/say`, { method: 'POST', body: form, headers: { cookie } })).status).toBe(403);
  });
});
