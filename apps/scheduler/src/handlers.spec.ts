import { describe, expect, it } from 'vitest';
import { FLOW, type FlowRow } from '#core/fulfilment/flow';
import { Fulfil } from './fulfilment/fulfil.js';
import { HANDLERS } from './handlers.js';

describe('the scheduler', () => {
  it('carries on every fact that the flow gives to it, and no other', () => {
    const flow = FLOW.filter((row: FlowRow) => row.by === 'scheduler').map(({ when }) => when);
    const carried = HANDLERS.flatMap((one) => (one.kind === 'on' && one.useCase === Fulfil ? [one.message.name] : []));
    expect(carried.toSorted()).toEqual(flow.toSorted());
  });
});
