// Decisions on real Postgres: kept with all they were made from, once for all that share it, and made again from that.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachinesDescribed } from '#contracts/messages/lab-messages';
import { OrderPlanned } from '#contracts/messages/making-messages';
import { AskDecisionInput, AskDecisionInputs, AskQuote } from '#contracts/messages/questions';
import { type DecisionInputs, type DecisionManifest, decideAgain, differencesOf } from '#core/quote/decide-again';
import type { DecisionId } from '#core/kernel/ids';
import type { LiveLab } from '#core/lab/lab';
import type { QuoteAnswer } from '#core/quote/quote';
import { DAY_MS } from '#core/kernel/time';
import { systemClock } from '#platform/clock/clock';
import { openDatabase } from '#platform/database/data-source';
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

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** What was kept of a decision, put together as the command line does. */
async function saved(decisionId: DecisionId): Promise<{ inputs: DecisionInputs; answer: QuoteAnswer }> {
  const { decision } = await stage.asker.ask(AskDecisionInputs, { decisionId });
  const { manifest, inputs: names, answer, inputsSha256 } = decision!;
  expect(sha256(manifest)).toBe(inputsSha256);
  const { release, policy, labs: pages, code: _, ...own } = manifest as DecisionManifest;
  const read = async (name: string): Promise<unknown> => {
    expect(names).toContain(name);
    const { input } = await stage.asker.ask(AskDecisionInput, { decisionId, sha256: name });
    expect(sha256(input)).toBe(name);
    return input;
  };
  const inputs = {
    ...own,
    release: await read(release),
    policy: await read(policy),
    labs: (await Promise.all(pages.map(read))).flat(),
  };
  return { inputs: inputs as DecisionInputs, answer: answer as QuoteAnswer };
}

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
    for (const { decisionId } of decided) {
      const { inputs, answer } = await saved(decisionId);
      expect(differencesOf(answer, decideAgain(inputs))).toEqual([]);
    }
  });

  it('of an order is made again the same', async () => {
    const { orderId } = await placeCubes(stage);
    const { decisionId } = await stage.fact(OrderPlanned, orderId);
    const { inputs, answer } = await saved(decisionId);
    expect(inputs.labs.map(({ profile }) => profile.name)).toEqual(['Near']);
    expect(differencesOf(answer, decideAgain(inputs))).toEqual([]);
  });

  it('is different from another input, and says where', async () => {
    const { inputs, answer } = await saved((await quoteCubes(stage)).answer.decisionId);
    const dearer = (lab: LiveLab): LiveLab => {
      const prices = { ...lab.profile.prices, setUpMinor: lab.profile.prices.setUpMinor + 100 };
      return { ...lab, profile: { ...lab.profile, prices } };
    };
    const differences = differencesOf(answer, decideAgain({ ...inputs, labs: inputs.labs.map(dearer) }));
    const setUp = differences.find(({ path }) => path === 'options.0.breakdown.setUp');
    expect(setUp).toEqual({ path: 'options.0.breakdown.setUp', kept: 200, now: 300 });
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
    const { inputs, answer } = await saved(made);
    expect(differencesOf(answer, decideAgain(inputs))).toEqual([]);
    const [quoted] = await stage.ask<{ id: string }>(
      `select id from decision where answer->'options'->0->>'id' = '${option.id}'`,
    );
    expect((await saved(quoted!.id as DecisionId)).answer.options[0]!.id).toBe(option.id);
  });
});
