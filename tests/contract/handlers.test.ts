// The programs do what the flow and the contracts say: every row is heard by who promises it, every question answered once.

import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { FLOW, type FlowRow } from '#core/fulfilment/flow';
import type { Handler } from '#platform/messaging/handlers';
import { HANDLERS as AGENT } from '../../apps/fab-agent/src/handlers.js';
import { HANDLERS as GATEWAY } from '../../apps/gateway/src/handlers.js';
import { HANDLERS as SCHEDULER } from '../../apps/scheduler/src/handlers.js';
import { keyOf, MESSAGES, type AnyMessage } from '../../docs/generator/contract-messages.js';

const heardBy = (handlers: readonly Handler[]): string[] =>
  handlers.flatMap((handler) => {
    if (handler.kind === 'every') return [];
    return [keyOf(handler.kind === 'answer' ? handler.question : handler.message)];
  });
const heard = { gateway: heardBy(GATEWAY), scheduler: heardBy(SCHEDULER), agent: heardBy(AGENT) };
const routed = (...routes: string[]): readonly AnyMessage[] => MESSAGES.filter(({ route }) => routes.includes(route));

describe('the programs', () => {
  it.each(FLOW.map((row: FlowRow) => [row.when, row] as const))('hear %s where the flow says so', (when, { by }) =>
    expect(heard[by]).toContain(`event.${when}.v1`),
  );

  it('hear every message that is for them', () => {
    const everyFact = [...heard.gateway, ...heard.scheduler];
    expect(
      routed('event')
        .map(keyOf)
        .filter((key) => !everyFact.includes(key)),
    ).toEqual([]);
    expect(
      routed('up', 'pulse')
        .map(keyOf)
        .filter((key) => !heard.scheduler.includes(key)),
    ).toEqual([]);
    expect(
      routed('down')
        .map(keyOf)
        .filter((key) => !heard.agent.includes(key)),
    ).toEqual([]);
  });

  it('answer every question, each in one place', () => {
    const answered = [...heard.gateway, ...heard.scheduler, ...heard.agent].filter((key) => /^(lab-)?ask[.]/.test(key));
    expect(answered.toSorted()).toEqual(routed('ask', 'lab-ask').map(keyOf).toSorted());
  });
});
