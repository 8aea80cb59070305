// A batch as its lab is told of it: what to make of what, and which pieces belong together. Of the customers it says nothing.

import { letters } from '#core/batch/lay-together';
import type { BatchId, MachineId } from '#core/kernel/ids';
import type { LockedBatch } from '../planning/making.repository.js';

/** What an offer and the job that follows from it both say; the batch must be closed. */
export function describeBatch({ batch, portions, orders }: LockedBatch) {
  const releases = portions.map(({ orderId }) => orders.get(orderId)!.placed.release);
  const licenses = [...new Set(releases.map(({ license }) => license))];
  const first = releases[0]!.parts.find(({ id }) => id === portions[0]!.pieces[0]!.partId)!;
  if (batch.plate === null) throw new Error(`batch ${batch.id} is offered before its plate is composed`);
  return {
    batchId: batch.id as BatchId,
    machineId: batch.machineId as MachineId,
    process: first.process,
    material: batch.material,
    color: batch.color ?? undefined,
    license: licenses.length === 1 ? licenses[0]! : licenses.map((one) => `(${one})`).join(' AND '),
    title: [...new Set(releases.map(({ title }) => title))].join(', '),
    plate: batch.plate,
    estimate: { seconds: batch.plan.seconds, massGrams: batch.plan.massGrams },
    ...(portions.length === 1
      ? {}
      : {
          portions: portions.map(({ pieces }, index) => ({
            letter: letters(index),
            title: releases[index]!.title,
            license: releases[index]!.license,
            units: pieces,
          })),
        }),
  };
}
