// What public lists of labs say in a word, and the processes that the word may mean: a lab that "prints in 3D" has not
// said by which process.

import type { Process } from '../design/part.js';

export const CAPABILITIES = [
  '3d-printing',
  'laser',
  'cnc-milling',
  'precision-milling',
  'vinyl-cutting',
  'circuit-production',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Processes that a lab with the capability may have. */
const MAY_MEAN: Readonly<Record<Capability, readonly Process[]>> = {
  '3d-printing': ['fdm', 'sla', 'sls'],
  laser: ['laser-cutting'],
  'cnc-milling': ['cnc-milling'],
  'precision-milling': ['cnc-milling', 'pcb-milling'],
  'vinyl-cutting': ['vinyl-cutting'],
  'circuit-production': ['pcb-milling'],
};

/** True when one of the capabilities leaves it open whether the lab has the process. */
export const mayHave = (declared: readonly Capability[], process: Process): boolean =>
  declared.some((capability) => MAY_MEAN[capability].includes(process));
