// Plates as files: the planned placements become one 3MF, stored by its content address. The same layout of the same
// parts is one file, however many orders ask for it.

import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Part } from '#core/design/part';
import type { BatchPlan } from '#core/batch/lay-together';
import { BLOBS, type Blob, type BlobStore } from '#platform/blobs/blob-store';
import { PermanentFault } from '#platform/messaging/fault';
import type { MeshPool } from '#platform/workers/mesh-pool';

export const MESH_POOL = Symbol('MESH_POOL');

const MAX_PLATE_BYTES = 2 ** 30;
const REMEMBERED_LAYOUTS = 500;

@Injectable()
export class PlateMaker {
  private readonly made = new Map<string, Promise<Blob>>();

  constructor(
    @Inject(MESH_POOL) private readonly pool: MeshPool,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** The plate's file; throws a permanent fault when its parts cannot be read any more. */
  async make(title: string, parts: readonly Part[], plan: BatchPlan): Promise<Blob> {
    const used = parts.filter(
      ({ id }, index) => isUsed(plan, id) && parts.findIndex((part) => part.id === id) === index,
    );
    const places = plan.placements.map(({ label, partId, xMm, yMm, rotationDeg, turn }) => {
      return [label, partId, xMm, yMm, rotationDeg, turn];
    });
    const key = JSON.stringify([title, used.map((part) => [part.id, part.fileSha256]), places]);
    const known = this.made.get(key);
    if (known) return known;
    const making = this.compose(title, used, plan);
    this.made.set(key, making);
    if (this.made.size > REMEMBERED_LAYOUTS) this.made.delete(this.made.keys().next().value!);
    making.catch(() => this.made.delete(key));
    return making;
  }

  private async compose(title: string, parts: readonly Part[], plan: BatchPlan): Promise<Blob> {
    const index = new Map(parts.map((part, i) => [part.id, i]));
    const composed = await this.pool.composePlate({
      title,
      parts: parts.map((part) => ({
        name: part.name,
        fileName: part.fileName,
        body: part.body,
        unit: part.cut?.unit,
        path: this.blobs.pathOf(part.fileSha256),
        rotation: plan.placements.find(({ partId }) => partId === part.id)?.turn,
      })),
      items: plan.placements.map(({ partId, label, xMm, yMm, rotationDeg }) => ({
        part: index.get(partId)!,
        label,
        xMm,
        yMm,
        rotationDeg,
      })),
    });
    if (!composed.ok) throw new PermanentFault(`the plate cannot be composed: ${composed.refusal.message}`);
    const stored = await this.blobs.put(Readable.from([Buffer.from(composed.value.bytes!)]), MAX_PLATE_BYTES);
    if (!stored.ok) throw new PermanentFault(stored.refusal.message);
    return stored.value;
  }
}

const isUsed = ({ placements }: BatchPlan, id: string): boolean => placements.some(({ partId }) => partId === id);
