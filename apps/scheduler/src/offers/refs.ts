// The ids that every fact about an offer or a job carries.

import type { BatchId, JobId, LabId, MachineId, OfferId, OrderId } from '#core/kernel/ids';
import type { BatchRow } from '../planning/making.entity.js';

export interface OfferRefs {
  readonly offerId: OfferId;
  readonly batchId: BatchId;
  readonly machineId: MachineId;
  readonly orderId: OrderId;
  readonly labId: LabId;
  readonly labName: string;
}

// Rows hold ids as plain text; here they become ids again, as they were written.
export const refsOf = (batch: BatchRow, orderId: string, offerId: string): OfferRefs => ({
  offerId: offerId as OfferId,
  batchId: batch.id as BatchId,
  machineId: batch.machineId as MachineId,
  orderId: orderId as OrderId,
  labId: batch.labId as LabId,
  labName: batch.labName,
});

export interface JobRefs extends Omit<OfferRefs, 'offerId'> {
  readonly jobId: JobId;
  readonly machineName: string;
  readonly fence: number;
}

export const jobRefsOf = (batch: BatchRow, orderId: string, job: { id: string; fence: number }): JobRefs => {
  const { offerId: _, ...refs } = refsOf(batch, orderId, '');
  return { ...refs, jobId: job.id as JobId, machineName: batch.machineName, fence: job.fence };
};
