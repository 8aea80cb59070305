// Entities and migrations of the scheduler, named one by one: no globs.

import { JobRow } from './jobs/job.entity.js';
import { Making1763701000000 } from './migrations/1763701000000-making.js';
import { Portions1763750000000 } from './migrations/1763750000000-portions.js';
import { DecisionInputs1763760000000 } from './migrations/1763760000000-decision-inputs.js';
import { QuietLabs1763761000000 } from './migrations/1763761000000-quiet-labs.js';
import { UnplannedPieces1763770000000 } from './migrations/1763770000000-unplanned-pieces.js';
import { LabRow, MachineRow } from './network/lab.entity.js';
import { OfferRow } from './offers/offer.entity.js';
import { BatchRow, MakingOrderRow, PortionRow } from './planning/making.entity.js';
import { DecisionRow } from './quoting/decision.entity.js';
import { ShipmentRow } from './shipments/shipment.entity.js';

export const ENTITIES = [
  LabRow,
  MachineRow,
  DecisionRow,
  MakingOrderRow,
  BatchRow,
  PortionRow,
  OfferRow,
  JobRow,
  ShipmentRow,
];
export const MIGRATIONS = [
  Making1763701000000,
  Portions1763750000000,
  DecisionInputs1763760000000,
  QuietLabs1763761000000,
  UnplannedPieces1763770000000,
];
