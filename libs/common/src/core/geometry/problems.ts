// What is wrong with a part, said to a person: facts of the mesh, each with how much it matters and where it lies.

import type { FullMeasures } from './measure-fully.js';
import type { PartMeasures } from './measure.js';
import type { PartProblem, PartProblemCode, Severity } from './part-problem.js';
import type { PointMm } from './point.js';

/** Below this largest side a body is hardly ever meant in millimetres. */
const SUSPICIOUSLY_SMALL_MM = 1.5;
/** 0.25 m is a large print, 0.25 in a very small one. */
const PROBABLY_METRES_BELOW = 0.25;
const MM_PER_INCH = 25.4;
/** Thinner than this on average (volume ÷ half the area), a body encloses nothing. */
const NO_THICKNESS_MM = 1e-6;
/** A nozzle of 0.4 mm lays no line thinner than itself, and a wall of one line is weak. */
const NOZZLE_MM = 0.4;
const TWO_LINES_MM = 0.8;
/** This share of the surface is a large overhang when it is at least as large as a thumbnail. */
const LARGE_OVERHANG_SHARE = 0.1;
const LARGE_OVERHANG_MM2 = 100;
/** Less of the bed than this share of the part's footprint holds a tall part badly. */
const TINY_BASE_SHARE = 0.05;
const TINY_BASE_MM2 = 25;
const TALL = 2;
/** The largest build volume of the machines in data/machines/machines.csv (Goofoo Giant), longest side first. */
export const LARGEST_MACHINE_MM: readonly [number, number, number] = [1000, 600, 600];

/** What problems are found in: what `measure` says, and what `measureFully` adds when it was asked. */
export type Measured = PartMeasures & Partial<Pick<FullMeasures, 'thinnestWall' | 'orientations'>>;

/** The problems of a part, blocking ones first, then warnings. */
export function problemsOf(
  measures: Measured,
  largestMachineMm: readonly [number, number, number] = LARGEST_MACHINE_MM,
): PartProblem[] {
  const units = unitProblems(measures);
  const found = [
    ...solidProblems(measures),
    ...surfaceProblems(measures),
    ...units,
    ...sizeProblems(measures, largestMachineMm),
    // In the wrong unit everything is too thin.
    ...(units.length > 0 ? [] : wallProblems(measures)),
    ...bodyProblems(measures),
    ...(units.length > 0 ? [] : printProblems(measures)),
  ];
  const rank: Readonly<Record<Severity, number>> = { blocking: 0, warning: 1, info: 2 };
  return found.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

function solidProblems({ volumeMm3, areaMm2, insideOut, openEdges }: Measured): PartProblem[] {
  if (volumeMm3 <= (areaMm2 / 2) * NO_THICKNESS_MM) {
    return [
      { code: 'no-volume', severity: 'blocking', message: 'The surface encloses no volume: there is nothing to make.' },
    ];
  }
  // With holes, the sign of the volume depends on where it is seen from.
  if (!insideOut || openEdges > 0) return [];
  const message = 'The body is inside out (its triangles face inwards); its volume is counted as if it were turned.';
  return [{ code: 'inside-out', severity: 'warning', message }];
}

function surfaceProblems(measures: Measured): PartProblem[] {
  const { openEdges, nonManifoldEdges, misorientedEdges, firstFaults } = measures;
  const problems: PartProblem[] = [];
  const add = (count: number, code: PartProblemCode, message: string, place: PointMm | undefined): void => {
    if (count > 0) problems.push({ code, severity: 'warning', message, count, ...(place ? { place } : {}) });
  };
  add(
    openEdges,
    'not-watertight',
    `The surface has holes: ${edges(openEdges)} of one triangle only.`,
    firstFaults.openEdges,
  );
  add(
    nonManifoldEdges,
    'non-manifold',
    `${edges(nonManifoldEdges)} where more than two triangles meet.`,
    firstFaults.nonManifoldEdges,
  );
  add(
    misorientedEdges,
    'misoriented',
    `${edges(misorientedEdges)} between triangles that face opposite ways.`,
    firstFaults.misorientedEdges,
  );
  return problems;
}

const edges = (count: number): string => (count === 1 ? '1 edge' : `${count} edges`);

function unitProblems({ boxMm }: Measured): PartProblem[] {
  const largest = Math.max(boxMm.x, boxMm.y, boxMm.z);
  if (largest >= SUSPICIOUSLY_SMALL_MM) return [];
  const said = `The largest side is ${round(largest)} mm`;
  const metres = `in metres it would be ${round(largest * 1000)} mm`;
  const inches = `in inches ${round(largest * MM_PER_INCH)} mm`;
  return largest < PROBABLY_METRES_BELOW
    ? [{ code: 'probably-metres', severity: 'warning', message: `${said}: probably metres; ${metres}, ${inches}.` }]
    : [{ code: 'probably-inches', severity: 'warning', message: `${said}: probably inches; ${inches}, ${metres}.` }];
}

const round = (value: number): number => Number(value.toPrecision(3));

function sizeProblems({ boxMm, orientations }: Measured, machine: readonly [number, number, number]): PartProblem[] {
  const boxes = [boxMm, ...(orientations?.resting ?? []).map((one) => one.boxMm)];
  const fits = boxes.some(({ x, y, z }) => [x, y, z].toSorted((a, b) => b - a).every((side, i) => side <= machine[i]!));
  if (fits) return [];
  const [x, y, z] = [boxMm.x, boxMm.y, boxMm.z].map(round);
  const message = `The part is ${x} × ${y} × ${z} mm; no machine known here builds more than ${machine.join(' × ')} mm. Check the unit, or divide the part.`;
  return [{ code: 'larger-than-any-machine', severity: 'warning', message }];
}

function wallProblems({ thinnestWall }: Measured): PartProblem[] {
  if (!thinnestWall || thinnestWall.thicknessMm >= TWO_LINES_MM) return [];
  const { thicknessMm, at: place } = thinnestWall;
  const said = `The thinnest walls are ${round(thicknessMm)} mm thick`;
  if (thicknessMm < NOZZLE_MM) {
    const message = `${said}: thinner than a nozzle of ${NOZZLE_MM} mm can print upright.`;
    return [{ code: 'too-thin', severity: 'warning', message, place }];
  }
  const message = `${said}: a nozzle of ${NOZZLE_MM} mm prints them as a single line, which is weak.`;
  return [{ code: 'thin-walls', severity: 'info', message, place }];
}

function bodyProblems({ shells, degenerateTriangles, duplicateTriangles, firstFaults }: Measured): PartProblem[] {
  const problems: PartProblem[] = [];
  const add = (count: number, code: PartProblemCode, message: string, place?: PointMm): void => {
    problems.push({ code, severity: 'info', message, count, ...(place ? { place } : {}) });
  };
  if (shells > 1) {
    add(shells, 'several-bodies', `The file holds ${shells} separate bodies; they are made together as one part.`);
  }
  if (degenerateTriangles > 0) {
    const message = `${triangles(degenerateTriangles, 'has', 'have')} no area and ${degenerateTriangles === 1 ? 'is' : 'are'} left out.`;
    add(degenerateTriangles, 'degenerate-triangles', message, firstFaults.degenerateTriangles);
  }
  if (duplicateTriangles > 0) {
    const message = `${triangles(duplicateTriangles, 'lies', 'lie')} on another with the same corners.`;
    add(duplicateTriangles, 'duplicate-triangles', message, firstFaults.duplicateTriangles);
  }
  return problems;
}

const triangles = (count: number, one: string, many: string): string =>
  count === 1 ? `1 triangle ${one}` : `${count} triangles ${many}`;

/** What makes it hard to print in the orientation that is proposed. */
function printProblems({ orientations, areaMm2 }: Measured): PartProblem[] {
  if (!orientations) return [];
  const { proposed, largestOverhangAt: place } = orientations;
  const { overhangMm2, baseContactMm2, boxMm } = proposed;
  const problems: PartProblem[] = [];
  if (overhangMm2 > LARGE_OVERHANG_MM2 && overhangMm2 > LARGE_OVERHANG_SHARE * areaMm2) {
    const message = `${round(overhangMm2 / 100)} cm² hang over by more than 45° and need support, even as it is best turned.`;
    problems.push({
      code: 'large-overhang',
      severity: 'info',
      message,
      ...(place && proposed.asModelled ? { place } : {}),
    });
  }
  const tiny = baseContactMm2 < Math.max(TINY_BASE_MM2, TINY_BASE_SHARE * boxMm.x * boxMm.y);
  if (tiny && boxMm.z > TALL * Math.sqrt(baseContactMm2)) {
    const message = `Only ${round(baseContactMm2)} mm² touch the bed below a height of ${round(boxMm.z)} mm: it needs a brim or support to stand.`;
    problems.push({ code: 'tiny-base', severity: 'info', message });
  }
  return problems;
}
