// What is asked of the routing for some pieces of an order.

import type { PartCount } from '#core/costing/plate-work';
import { materialsOf } from '#core/costing/materials';
import type { Material } from '#core/design/part';
import type { RoutingRequest } from '../quoting/router.js';
import type { MakingOrderRow } from './making.entity.js';

/** The request for pieces of one process, in their material; a colour was chosen for the order's own material. */
export function requestOf(
  { placed }: Pick<MakingOrderRow, 'placed'>,
  pieces: readonly PartCount[],
  kind: RoutingRequest['kind'],
): RoutingRequest {
  const { release, to, delivery, objective } = placed;
  const material = materialOf({ placed }, pieces);
  const color = material === placed.material ? placed.color : undefined;
  const counts = pieces.map(({ partId, count }) => ({ partId, count }));
  return { kind, release, counts, material, color, to, delivery, objective };
}

/** What these pieces, all of one process, are made of. */
export function materialOf({ placed }: Pick<MakingOrderRow, 'placed'>, pieces: readonly PartCount[]): Material {
  const { release, material } = placed;
  const part = release.parts.find(({ id }) => id === pieces[0]?.partId);
  return (part && materialsOf(release.parts, material).get(part.process)) ?? material;
}
