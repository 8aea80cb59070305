import { describe, expect, it } from 'vitest';
import { FLOW, react, type FlowRow } from './flow.js';

const kinds = (type: string, cancelled = false) =>
  react('scheduler', { type, data: { orderId: 'ord_1', batchId: 'bat_1' } }, { cancelled }).map(
    (command) => command.kind,
  );

describe('the flow', () => {
  it('plans what was placed', () => expect(kinds('order.placed')).toEqual(['plan-order']));
  it('routes again what failed, and hands over what was finished before', () =>
    expect(kinds('job.failed')).toEqual(['route-again', 'gather-shipment']));
  it('makes nothing new for a cancelled order', () => {
    expect(kinds('offer.declined', true)).toEqual([]);
    expect(kinds('job.failed', true)).toEqual(['gather-shipment']);
  });
  it('leaves people’s promises to the gateway', () => expect(kinds('shipment.handed-over')).toEqual([]));
  it('has an undo for every step', () => expect(FLOW.filter((row: FlowRow) => row.undo === '')).toEqual([]));
});
