// Mends what can safely be mended of a mesh: faces that say nothing, gaps, faces that look the wrong way, small holes.

import type { Mesh } from '../mesh.js';
import { withoutDegenerate, withoutNeedlessFaces } from './drop-faces.js';
import { withHolesFilled } from './fill-holes.js';
import { EdgeTable, type IndexedMesh, type Repair, indexed, unindexed } from './indexed-mesh.js';
import { withFacesOutward } from './orient-faces.js';

export interface RepairedMesh {
  readonly mesh: Mesh;
  /** Empty: the mesh is as it was. */
  readonly repairs: readonly Repair[];
  /** What was left as it is, in words. */
  readonly remaining: readonly string[];
}

/** Which points are one in truth, though they differ by rounding: pairs of a point and the one that it becomes. */
export type FindGaps = (mesh: IndexedMesh) => Iterable<readonly [point: number, becomes: number]>;

/** The mended mesh; no point is moved. */
export function repairMesh(mesh: Mesh, findGaps: FindGaps): RepairedMesh {
  const repairs: Repair[] = [];
  const remaining: string[] = [];
  const plain = withoutNeedlessFaces(indexed(mesh), repairs);
  const joined = withGapsJoined(plain, findGaps, repairs);
  const filled = withHolesFilled(withFacesOutward(joined, repairs), repairs, remaining);
  return { mesh: repairs.length > 0 ? unindexed(filled) : mesh, repairs, remaining };
}

function withGapsJoined(mesh: IndexedMesh, findGaps: FindGaps, repairs: Repair[]): IndexedMesh {
  const open = openEdges(mesh);
  if (open === 0) return mesh;
  const becomes = new Map(findGaps(mesh));
  const triangles = mesh.triangles.map((point) => becomes.get(point) ?? point);
  const joined = withoutDegenerate({ points: mesh.points, triangles });
  const closed = open - openEdges(joined);
  if (closed <= 0) return mesh;
  const message = `${closed} open edges joined to others in the same place.`;
  repairs.push({ code: 'gaps', message, count: closed });
  return joined;
}

function openEdges(mesh: IndexedMesh): number {
  let open = 0;
  for (const uses of new EdgeTable(mesh).all()) if (uses.length === 1) open++;
  return open;
}
