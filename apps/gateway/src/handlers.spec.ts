import { describe, expect, it } from 'vitest';
import { FLOW, type FlowRow } from '#core/fulfilment/flow';
import { HANDLERS } from './handlers.js';

describe('the gateway', () => {
  it('hears every fact that the flow gives to it', () => {
    const heard = new Set(HANDLERS.flatMap((one) => (one.kind === 'on' ? [one.message.name] : [])));
    const deaf = FLOW.filter((row: FlowRow) => row.by === 'gateway' && !heard.has(row.when));
    expect(deaf).toEqual([]);
  });
});
