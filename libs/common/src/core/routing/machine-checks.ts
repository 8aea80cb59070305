// What is asked of a machine. Adding a requirement is adding an entry; machines are sieved in this order, so that a
// refusal names the first thing that a person would notice.

import type { Part } from '../design/part.js';
import type { LiveMachine, LoadedMaterial } from '../lab/lab.js';
import { type Lack, lackOf, lyingIn } from '../lab/room.js';
import type { Miss } from '../quote/quote.js';
import { type Case, type Finding, type MachineCheck, type Requirement, processesOf } from './requirements.js';

const sizeOf = ({ boxMm }: Part): string => [boxMm.x, boxMm.y, boxMm.z].map((mm) => mm.toFixed(0)).join(' × ');

const volumeOf = ({ buildVolumeMm: { x, y, z } }: LiveMachine): number => x * y * z;

const roomOf = (machines: readonly LiveMachine[]): string => {
  const { x, y, z } = machines.toSorted((a, b) => volumeOf(b) - volumeOf(a))[0]!.buildVolumeMm;
  return `${x} × ${y} × ${z}`;
};

/** Everything that can be put on the machine, as far as is said. */
const materialsOf = ({ loaded, stocked = [] }: LiveMachine): readonly LoadedMaterial[] => [...loaded, ...stocked];

const same = (one: string | undefined, other: string | undefined): boolean =>
  one?.toLowerCase() === other?.toLowerCase();

/** Rolls of the wanted material, of the wanted grade and colour as far as those are said. */
export const usable = (
  machine: Pick<LiveMachine, 'loaded' | 'stocked'>,
  { material, grade, color }: Requirement,
): LoadedMaterial[] =>
  [...machine.loaded, ...(machine.stocked ?? [])].filter(
    (roll) =>
      roll.material === material &&
      (grade === undefined || same(roll.grade, grade)) &&
      (color === undefined || same(roll.color, color)),
  );

function findSize(machine: LiveMachine, { requirement: { parts, rests } }: Case): Finding {
  if (lyingIn(machine, parts, rests)) return 'yes';
  const lacks = parts.flatMap((part) => lackOf(machine, part, rests) ?? []);
  const worst = lacks.toSorted((a, b) => b.wantedMm / b.hasMm - a.wantedMm / a.hasMm)[0];
  return { no: 'It is too small.', ...(worst ? { miss: missOf(worst) } : {}) };
}

const missOf = ({ axis, wantedMm, hasMm }: Lack): Miss => ({ what: axis, unit: 'mm', wanted: wantedMm, has: hasMm });

function sumSize(machines: readonly LiveMachine[], { requirement: { parts, rests } }: Case): string {
  const worst = parts.find((part) => !machines.some((machine) => lyingIn(machine, [part], rests))) ?? parts[0]!;
  return `“${worst.name}” (${sizeOf(worst)} mm) fits none of its machines; the largest holds ${roomOf(machines)} mm.`;
}

function findMaterial(machine: LiveMachine, { lab, requirement: { material } }: Case): Finding {
  const all = materialsOf(machine);
  if (all.some((roll) => roll.material === material)) return 'yes';
  if (machine.loaded.length > 0 || machine.stocked !== undefined) return { no: `There is no ${material}.` };
  return { ask: `Does ${lab.profile.name} have ${material} for ${machine.name}?` };
}

const loadedAt = (machines: readonly LiveMachine[]): string => {
  const materials = new Set(machines.flatMap((machine) => materialsOf(machine).map(({ material }) => material)));
  return materials.size === 0 ? 'nothing loaded' : [...materials].toSorted().join(', ');
};

/** Grade or colour of the rolls that are left: yes with one that has it, unknown with one that does not say. */
function findMark(mark: 'grade' | 'color', machine: LiveMachine, { lab, requirement }: Case): Finding {
  const { material, grade, color } = requirement;
  const rolls = materialsOf(machine).filter(
    (roll) =>
      roll.material === material &&
      (mark === 'grade' || grade === undefined || roll.grade === undefined || same(roll.grade, grade)),
  );
  const wanted = mark === 'grade' ? grade : color;
  if (rolls.some((roll) => same(roll[mark], wanted))) return 'yes';
  const unsaid = rolls.length === 0 || rolls.some((roll) => roll[mark] === undefined);
  return unsaid
    ? { ask: `Is the ${material} for ${machine.name} at ${lab.profile.name} ${wanted}?` }
    : { no: 'It is another.' };
}

/** A number of the machine that may be at most as asked; undefined: not said. */
function atMost(has: number | undefined, wanted: number, ask: { what: string; question: string }): Finding {
  if (has === undefined) return { ask: ask.question };
  return has <= wanted ? 'yes' : { no: 'It is too coarse.', miss: { what: ask.what, unit: 'mm', wanted, has } };
}

function findChamber(machine: LiveMachine, { lab, requirement: { chamberCelsius = 0 } }: Case): Finding {
  const has = machine.chamberCelsius;
  if (has === undefined)
    return { ask: `Is ${machine.name} at ${lab.profile.name} closed, and how warm does it get inside?` };
  if (has === null) return { no: 'It is open.' };
  return has >= chamberCelsius
    ? 'yes'
    : { no: 'It is not warm enough.', miss: { what: 'chamber', unit: '°C', wanted: chamberCelsius, has } };
}

/** An entry about a number that is at most so large. */
const fine = (entry: {
  code: string;
  what: string;
  wanted: (requirement: Requirement) => number | undefined;
  has: (machine: LiveMachine) => number | undefined;
  words: (mm: number) => string;
}): MachineCheck => ({
  code: entry.code,
  asks: (requirement) => {
    const mm = entry.wanted(requirement);
    return mm === undefined ? undefined : entry.words(mm);
  },
  find: (machine, { lab, requirement }) =>
    atMost(entry.has(machine), entry.wanted(requirement)!, {
      what: entry.what,
      question: `What is the ${entry.what} of ${machine.name} at ${lab.profile.name}?`,
    }),
  sum: (_, { requirement }) => `No machine there ${entry.words(entry.wanted(requirement)!)}.`,
});

export const MACHINE_CHECKS: readonly MachineCheck[] = [
  {
    code: 'machine/process',
    asks: (requirement) => `has a machine for ${processesOf(requirement).join(', ')}`,
    find: (machine, { requirement }) =>
      requirement.parts.every(({ process }) => process === machine.process) ? 'yes' : { no: 'It works otherwise.' },
    sum: (_, { requirement }) => `No machine there makes by ${processesOf(requirement).join(', ')}.`,
  },
  { code: 'machine/size', asks: () => 'has room for every part', find: findSize, sum: sumSize },
  {
    code: 'machine/material',
    asks: ({ material }) => `has ${material} loaded`,
    find: findMaterial,
    sum: (machines, { requirement: { material } }) =>
      `No machine of the right size has ${material} loaded; there is ${loadedAt(machines)}.`,
  },
  {
    code: 'machine/grade',
    asks: ({ grade, material }) => (grade === undefined ? undefined : `has ${material} of ${grade} grade`),
    find: (machine, one) => findMark('grade', machine, one),
    sum: (_, { requirement: { grade, material } }) => `There is ${material}, but none of ${grade} grade.`,
  },
  {
    code: 'machine/color',
    asks: ({ color, material }) => (color === undefined ? undefined : `has ${material} in ${color}`),
    find: (machine, one) => findMark('color', machine, one),
    sum: (_, { requirement: { color, material } }) => `${material} is loaded, but not in ${color}.`,
  },
  fine({
    code: 'machine/nozzle',
    what: 'nozzle',
    wanted: ({ nozzleMm }) => nozzleMm,
    has: ({ nozzleMm }) => nozzleMm,
    words: (mm) => `has a nozzle of ${mm} mm or less`,
  }),
  fine({
    code: 'machine/feature',
    what: 'smallest feature',
    wanted: ({ minFeatureMm }) => minFeatureMm,
    has: ({ minFeatureMm, nozzleMm }) => minFeatureMm ?? nozzleMm,
    words: (mm) => `makes details of ${mm} mm`,
  }),
  fine({
    code: 'machine/tolerance',
    what: 'tolerance',
    wanted: ({ toleranceMm }) => toleranceMm,
    has: ({ toleranceMm }) => toleranceMm,
    words: (mm) => `keeps sizes within ${mm} mm`,
  }),
  {
    code: 'machine/chamber',
    asks: ({ chamberCelsius }) =>
      chamberCelsius === undefined
        ? undefined
        : chamberCelsius > 0
          ? `has a chamber of ${chamberCelsius} °C`
          : 'has a closed machine',
    find: findChamber,
    sum: (_, { requirement: { chamberCelsius = 0 } }) =>
      chamberCelsius > 0
        ? `No machine there warms its chamber to ${chamberCelsius} °C.`
        : 'No machine there is closed.',
  },
  {
    code: 'machine/down',
    asks: () => 'has a working machine',
    find: ({ state }) =>
      state === 'error' || state === 'unreachable' ? { no: 'It is out of order or out of reach.' } : 'yes',
    sum: () => 'The machines that could are out of order or out of reach now.',
  },
];
