// Decisions on real Postgres: kept with all they were made from, once for all that share it, and made again from that.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachinesDescribed } from '#contracts/messages/lab-messages';
import { OrderPlanned } from '#contracts/messages/making-messages';
import { AskDecisionInput, AskDecisionInputs, AskQuote } from '#contracts/messages/questions';
import type { DecisionManifest } from '#core/quote/decide-again';
import type { DecisionId } from '#core/kernel/ids';
import type { QuoteAnswer } from '#core/quote/quote';
import { DAY_MS } from '#core/kernel/time';
import { systemClock } from '#platform/clock/clock';
import { openDatabase } from '#platform/database/data-source';
import { type DecisionRecord, readRecord, replayOf } from '../../apps/cli/src/decision-record.js';
import { DecisionsRepository } from '../../apps/scheduler/src/quoting/decisions.repository.js';
import { ForgetDecisions } from '../../apps/scheduler/src/quoting/show-decision.js';
import { ENTITIES, MIGRATIONS } from '../../apps/scheduler/src/schema.js';
import type { Settings } from '../../apps/scheduler/src/settings.js';
import { eventually } from '../support/eventually.js';
import type { PlayedLab } from '../support/played-lab.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
let labs: PlayedLab[];

beforeAll(async () => {
  stage = await SchedulerStage.open();
  labs = [
    await stage.lab('Near', { lat: 45.77, lon: 4.85 }),
    await stage.lab('Far', { lat: 45.2, lon: 5.7 }, { hours: [{ weekday: 2, fromMinute: 540, toMinute: 1020 }] }),
    await stage.lab('Suspended', { lat: 45.7, lon: 4.8 }, { status: 'suspended' }),
  ];
  for (const lab of labs) await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await eventually({
    sample: async () => {
      for (const lab of labs) lab.pulse();
      return (await quoteCubes(stage)).answer.options.length;
    },
    satisfied: (count) => count === 2,
    describeFailure: (count) => `two labs should be live; ${count} are`,
  });
});
afterAll(async () => {
  for (const lab of labs ?? []) await lab.leave();
  await stage?.close();
});

/** All that was kept of a decision, put together as the command line does over HTTP. */
async function recordOf(decisionId: DecisionId): Promise<DecisionRecord> {
  const { decision } = await stage.asker.ask(AskDecisionInputs, { decisionId });
  const kept: Record<string, unknown> = {};
  for (const sha256 of decision!.inputs)
    kept[sha256] = (await stage.asker.ask(AskDecisionInput, { decisionId, sha256 })).input;
  return { ...decision!, kept };
}

const replay = async (decisionId: DecisionId) => replayOf(await recordOf(decisionId), decisionId);
const SAME = { same: true, changedInputs: [], differences: [] };

describe('a decision', () => {
  it('of a quote is made again the same, by whatever mattered most, and when nobody could', async () => {
    const decided: QuoteAnswer[] = [
      (await quoteCubes(stage)).answer as QuoteAnswer,
      (await quoteCubes(stage, { objective: 'cheapest' })).answer as QuoteAnswer,
      (await quoteCubes(stage, { material: 'PC' })).answer as QuoteAnswer,
    ];
    expect(decided.map(({ objective }) => objective)).toEqual(['closest', 'cheapest', 'closest']);
    expect(decided[0]!.options[0]!.terms!.price.minor).toBeGreaterThan(0);
    expect(decided[2]!.nearestMisses!.map(({ code }) => code)).toContain('machine/material');
    for (const { decisionId } of decided) expect(await replay(decisionId)).toMatchObject(SAME);
  });

  it('of an order is made again the same', async () => {
    const { orderId } = await placeCubes(stage);
    const { decisionId } = await stage.fact(OrderPlanned, orderId);
    expect(await replay(decisionId)).toMatchObject(SAME);
  });

  it('is different from another input, and says which and where', async () => {
    const record = await recordOf((await quoteCubes(stage)).answer.decisionId);
    const folder = mkdtempSync(join(tmpdir(), 'fabcommons-decision-'));
    const file = join(folder, 'decision.json');
    const text = JSON.stringify(record, null, 2);
    writeFileSync(file, text);
    expect(replayOf(readRecord(file), file)).toMatchObject(SAME);
    writeFileSync(file, text.replaceAll('"setUpMinor": 200', '"setUpMinor": 300'));
    const { same, changedInputs, differences } = replayOf(readRecord(file), file);
    expect(same).toBe(false);
    expect(changedInputs).toEqual([(record.manifest as DecisionManifest).labs[0]]);
    expect(differences).toContainEqual({ path: 'options.0.breakdown.setUp', kept: 200, now: 300 });
    writeFileSync(file, '{"decisionId": "dec_1"}');
    expect(() => readRecord(file)).toThrow('is no decision with its inputs');
    rmSync(folder, { recursive: true });
  });

  it('shares what it was made from with others of the moment', async () => {
    const { asked } = await quoteCubes(stage);
    const count = async (): Promise<number> =>
      (await stage.ask<{ count: number }>('select count(*)::int from decision_input'))[0]!.count;
    const before = await count();
    await Promise.all(Array.from({ length: 40 }, () => stage.asker.ask(AskQuote, asked)));
    // At most one page for every look at the network while they were made.
    expect((await count()) - before).toBeLessThan(15);
  });

  it('is forgotten after a month, unless something was bought on it', async () => {
    const unbought = (await quoteCubes(stage)).answer.decisionId;
    const { orderId, option } = await placeCubes(stage);
    const made = (await stage.fact(OrderPlanned, orderId)).decisionId;
    const source = await openDatabase({
      url: stage.database.schedulerUrl,
      schema: 'scheduler',
      entities: ENTITIES,
      migrations: MIGRATIONS,
    });
    const settings = { DATABASE_URL: stage.database.schedulerUrl } as Settings;
    const decisions = new DecisionsRepository(source, systemClock, settings);
    const clock = { now: () => Date.now() + 32 * DAY_MS };
    await new ForgetDecisions(decisions, clock).run();
    await decisions.onModuleDestroy();
    await source.destroy();
    expect(await stage.asker.ask(AskDecisionInputs, { decisionId: unbought })).toEqual({});
    expect(await replay(made)).toMatchObject(SAME);
    const [quoted] = await stage.ask<{ id: string }>(
      `select id from decision where answer->'options'->0->>'id' = '${option.id}'`,
    );
    expect(await replay(quoted!.id as DecisionId)).toMatchObject(SAME);
  });
});
