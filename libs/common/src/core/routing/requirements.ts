// What a job asks of a lab, requirement by requirement, each with the words in which a refusal is told.

import { fitsMachine } from '../costing/plan-plates.js';
import type { Part, Process } from '../design/part.js';
import type { Maker } from '../licensing/license-answer.js';
import type { LicenseTerms } from '../licensing/judge-license.js';
import { mayMake } from '../licensing/may-make.js';
import type { LiveLab, LiveMachine } from '../lab/lab.js';
import type { Delivery } from '../quote/quote.js';
import type { RoutingPolicy } from './policy.js';

/** All that is asked. */
export interface Requirement {
  readonly parts: readonly Part[];
  readonly material: string;
  readonly color?: string | undefined;
  readonly delivery: Delivery;
  /** The licence of all that is to be made. */
  readonly terms: LicenseTerms;
}

/** A lab that has not said what it is. */
const UNSAID_MAKER: Maker = { form: 'unknown' };

/** Why a lab cannot. */
export interface Shortfall {
  readonly code: string;
  readonly requirement: string;
  readonly reason: string;
}

/** The machines of a lab that can, or why there is none. */
export type Suitability = { readonly machines: readonly LiveMachine[] } | { readonly shortfall: Shortfall };

const short = (code: string, requirement: string, reason: string): { shortfall: Shortfall } => ({
  shortfall: { code, requirement, reason },
});

const box = ({ boxMm }: Part): string => [boxMm.x, boxMm.y, boxMm.z].map((mm) => mm.toFixed(0)).join(' × ');

const processesOf = (requirement: Requirement): Process[] => [
  ...new Set(requirement.parts.map((part) => part.process)),
];

/**
 * Judges one lab. The lab's own circumstances come first, then process, size, material and colour, so that a refusal
 * names the first thing that a person would notice.
 */
export function judgeLab(lab: LiveLab, requirement: Requirement, policy: RoutingPolicy): Suitability {
  return judgeCircumstances(lab, requirement, policy) ?? judgeMachines(lab, requirement);
}

function judgeCircumstances(
  { profile, sight }: LiveLab,
  requirement: Requirement,
  policy: RoutingPolicy,
): { shortfall: Shortfall } | undefined {
  if (profile.status === 'suspended')
    return short('lab/suspended', 'takes part', 'The lab does not take part at the moment.');
  const able = processesOf(requirement).every((process) => profile.processes.includes(process));
  if (profile.processes.length > 0 && !able) {
    return short(
      'lab/process',
      `makes by ${processesOf(requirement).join(', ')}`,
      `The lab does not name ${processesOf(requirement).join(', ')} among what it can do.`,
    );
  }
  if (sight === 'away')
    return short('lab/no-agent', 'has an agent connected', 'No agent of the lab is connected, so it cannot be asked.');
  if (sight === 'suspect')
    return short('lab/silent', 'was heard of lately', 'The lab’s agent has been silent for more than 40 seconds.');
  if (profile.prices.currency !== policy.currency) {
    return short(
      'lab/currency',
      `prices in ${policy.currency}`,
      `The lab’s prices are in ${profile.prices.currency}; this network settles in ${policy.currency}.`,
    );
  }
  if (requirement.delivery === 'pickup' && !profile.pickup)
    return short('lab/pickup', 'lets customers collect', 'Parts cannot be collected there.');
  if (requirement.delivery === 'shipping' && !profile.ships)
    return short('lab/shipping', 'ships', 'The lab does not ship.');
  const licensed = mayMake(requirement.terms, profile.maker ?? UNSAID_MAKER, 'paid');
  if (!licensed.allowed) {
    return short('lab/licence', 'may make it for money', `${licensed.reason} (${licensed.clause})`);
  }
  return undefined;
}

function judgeMachines({ machines }: LiveLab, requirement: Requirement): Suitability {
  const { parts, material, color } = requirement;
  const processes = processesOf(requirement);
  const byProcess = machines.filter((machine) => processes.every((process) => machine.process === process));
  if (byProcess.length === 0)
    return short(
      'machine/process',
      `makes by ${processes.join(', ')}`,
      `No machine there makes by ${processes.join(', ')}.`,
    );
  const largest = parts.find((part) => !byProcess.some((machine) => fitsMachine(machine, part)));
  const bySize = byProcess.filter((machine) => parts.every((part) => fitsMachine(machine, part)));
  if (bySize.length === 0) {
    const worst = largest ?? parts[0]!;
    return short(
      'machine/size',
      'has room for every part',
      `“${worst.name}” (${box(worst)} mm) fits none of its machines; the largest holds ${roomOf(byProcess)} mm.`,
    );
  }
  const byMaterial = bySize.filter((machine) => machine.loaded.some((loaded) => loaded.material === material));
  if (byMaterial.length === 0)
    return short(
      'machine/material',
      `has ${material} loaded`,
      `No machine of the right size has ${material} loaded; there is ${loadedAt(bySize)}.`,
    );
  const byColor = byMaterial.filter(
    (machine) =>
      color === undefined ||
      machine.loaded.some((loaded) => loaded.material === material && sameColor(loaded.color, color)),
  );
  if (byColor.length === 0)
    return short('machine/color', `has ${material} in ${color}`, `${material} is loaded, but not in ${color}.`);
  const ready = byColor.filter((machine) => machine.state !== 'error' && machine.state !== 'unreachable');
  if (ready.length === 0)
    return short(
      'machine/down',
      'has a working machine',
      'The machines that could are out of order or out of reach now.',
    );
  return { machines: ready };
}

const sameColor = (loaded: string | undefined, wanted: string): boolean =>
  loaded?.toLowerCase() === wanted.toLowerCase();

const roomOf = (machines: readonly LiveMachine[]): string => {
  const volume = ({ buildVolumeMm: { x, y, z } }: LiveMachine): number => x * y * z;
  const { x, y, z } = [...machines].sort((a, b) => volume(b) - volume(a))[0]!.buildVolumeMm;
  return `${x} × ${y} × ${z}`;
};

const loadedAt = (machines: readonly LiveMachine[]): string => {
  const materials = new Set(machines.flatMap((machine) => machine.loaded.map((loaded) => loaded.material)));
  return materials.size === 0 ? 'nothing loaded' : [...materials].sort().join(', ');
};
