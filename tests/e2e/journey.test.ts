// The main job, end to end: real processes, real Postgres and NATS, a real open design, simulated machines.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Network } from '../../infra/network/network.js';
import { runDemo, type DemoChoices } from '../../infra/demo/run-demo.js';
import { REPOSITORY } from '../../infra/repository.js';
import { startTestNetwork } from '../support/processes.js';
import { lookAtTheBooks } from '../support/invariants.js';

const choices: DemoChoices = {
  design: join(REPOSITORY, 'data/designs/syringe-pump'),
  to: { lat: 45.19, lon: 5.72 },
  quantity: 3,
  material: 'PLA',
  labs: join(REPOSITORY, 'data/labs/sample-labs.json'),
  failFirst: false,
  agents: 3,
  withinMs: 90_000,
  machine: undefined,
};

let network: Network;
beforeEach(async () => {
  network = await startTestNetwork();
});
afterEach(() => network?.stop());

const countOf = (units: readonly { count: number }[]): number => units.reduce((sum, { count }) => sum + count, 0);

describe('the main job', () => {
  it('is published, quoted, ordered, made, collected and settled', async () => {
    const report = await runDemo(network, choices, () => {});
    expect(report.order?.state).toBe('settled');
    expect(report.order!.timeline.map(({ event }) => event).filter((event) => event !== 'job.progressed')).toEqual([
      'order.placed',
      'order.planned',
      'offer.made',
      'offer.accepted',
      'job.created',
      'job.started',
      'job.finished',
      'shipment.ready',
      'shipment.handed-over',
    ]);
    const { options, passedOver } = report.quote;
    expect(options.map(({ distanceKm }) => distanceKm)).toEqual(
      options.map(({ distanceKm }) => distanceKm).toSorted((a, b) => a - b),
    );
    expect(passedOver.every(({ reason }) => reason.length > 0)).toBe(true);
    expect(report.ledger.balanced).toBe(true);
    expect(report.ledger.entries.map(({ account }) => account.split(':')[0])).toEqual(
      expect.arrayContaining(['customer', 'hold', 'lab', 'designer', 'fund']),
    );
    await lookAtTheBooks(network);
  });

  it('routes again what a machine failed to make, and makes every piece once', async () => {
    const report = await runDemo(network, { ...choices, failFirst: true }, () => {});
    expect(report.order?.state).toBe('settled');
    expect(report.jobs.map(({ state, attempts }) => ({ state, attempts }))).toEqual([
      { state: 'failed', attempts: 1 },
      { state: 'done', attempts: 2 },
    ]);
    expect(report.jobs[0]!.labId).not.toBe(report.jobs[1]!.labId);
    expect(countOf(report.jobs.flatMap(({ made }) => made))).toBe(3 * report.release.parts.length);
    await lookAtTheBooks(network);
  });

  it('is sent where nobody would collect it, and the carrier is paid', async () => {
    const report = await runDemo(network, { ...choices, to: { lat: 48.86, lon: 2.35 } }, () => {});
    expect(report.order?.state).toBe('settled');
    const carrier = report.ledger.entries.find(({ account }) => account.startsWith('carrier:'));
    expect(carrier?.amountMinor).toBeGreaterThan(0);
    await lookAtTheBooks(network);
  });

  it('answers what nobody can make with the reasons, and takes no order', async () => {
    const report = await runDemo(network, { ...choices, material: 'PC' }, () => {});
    expect(report.order).toBeNull();
    expect(report.quote.passedOver.map(({ reason }) => reason).join(' ')).toContain('has PC loaded');
    expect(report.ledger.entries).toEqual([]);
  });
});
