// Whether portions lie on one bed together: by their boxes at once, by their shapes where boxes are too much for it.

import { Inject, Injectable } from '@nestjs/common';
import { layByBoxes, partIn, type Laid, type Portion } from '#core/batch/lay-together';
import type { Rotation } from '#core/geometry/rotation';
import type { Machine } from '#core/lab/lab';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { MESH_POOL } from './plate-maker.js';

/** Silhouettes are looked at while their boxes take no more than this of a bed: no shape of a box fills all of it. */
const MOST_OF_BED = 1.6;
const MOST_PIECES = 200;
/** Comparisons: some tenths of a second. */
const EFFORT = 2e6;
const REMEMBERED = 500;

export interface Bedding {
  readonly machine: Pick<Machine, 'buildVolumeMm' | 'bedShape' | 'excludedMm'>;
  readonly gapMm: number;
}

@Injectable()
export class Nest {
  private readonly known = new Map<string, Promise<Laid[] | undefined>>();

  constructor(
    @Inject(MESH_POOL) private readonly pool: MeshPool,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** Where each piece lies, or undefined where they do not lie on one bed. */
  async together(portions: readonly Portion[], bedding: Bedding): Promise<Laid[] | undefined> {
    const byBoxes = layByBoxes(portions, bedding.machine, bedding.gapMm);
    // Drawings have no silhouette of a mesh.
    const isFlat = portions.some(({ parts }) => parts.some(({ cut }) => cut));
    return byBoxes ?? (isFlat ? undefined : this.byShapes(portions, bedding));
  }

  private byShapes(portions: readonly Portion[], bedding: Bedding): Promise<Laid[] | undefined> {
    const pieces = portions.flatMap(({ orderId, parts, counts, turned = [] }) =>
      counts.map(({ partId, count }) => {
        const rotation = turned.find((each) => each.partId === partId)?.rotation;
        return { orderId, part: partIn(parts, partId), count, rotation };
      }),
    );
    const { x, y } = bedding.machine.buildVolumeMm;
    const boxesMm2 = pieces.reduce((sum, { part: { boxMm }, count }) => sum + count * boxMm.x * boxMm.y, 0);
    const count = pieces.reduce((sum, piece) => sum + piece.count, 0);
    if (boxesMm2 > MOST_OF_BED * x * y || count > MOST_PIECES) return Promise.resolve(undefined);
    // The same pieces are asked about whenever the plate is looked at again.
    const key = JSON.stringify([bedding, pieces.map((piece) => [piece.orderId, piece.part.id, piece.count])]);
    const known = this.known.get(key) ?? this.ask(pieces, bedding);
    this.known.set(key, known);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value!);
    known.catch(() => this.known.delete(key));
    return known;
  }

  private async ask(
    pieces: readonly {
      orderId: Portion['orderId'];
      part: Portion['parts'][number];
      count: number;
      rotation: Rotation | undefined;
    }[],
    { machine, gapMm }: Bedding,
  ): Promise<Laid[] | undefined> {
    const { x, y } = machine.buildVolumeMm;
    const nested = await this.pool.nest({
      bed: {
        xMm: x,
        yMm: machine.bedShape === 'round' ? x : y,
        shape: machine.bedShape,
        excluded: machine.excludedMm ?? [],
      },
      gapMm,
      effort: EFFORT,
      parts: pieces.map(({ part, count, rotation }) => ({
        rotation,
        name: part.name,
        fileName: part.fileName,
        body: part.body,
        path: this.blobs.pathOf(part.fileSha256),
        copies: count,
      })),
    });
    // Files that cannot be read any more are told of when the plate is composed.
    if (!nested.ok || nested.value.tooLarge.length > 0 || nested.value.plates.length !== 1) return undefined;
    return nested.value.plates[0]!.map(({ tag, xMm, yMm, rotationDeg }) => {
      const { orderId, part } = pieces[tag]!;
      return { orderId, partId: part.id, xMm, yMm, rotationDeg };
    });
  }
}
