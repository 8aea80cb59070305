// What is wrong with a body, said to a person: facts of the mesh, no opinion on machines.

import type { PartMeasures } from './measure.js';
import type { PartProblem, PartProblemCode } from './part-problem.js';

/** Below this largest side a body is hardly ever meant in millimetres. */
const SUSPICIOUSLY_SMALL_MM = 1.5;
/** 0.25 m is a large print, 0.25 in a very small one. */
const PROBABLY_METRES_BELOW = 0.25;
const MM_PER_INCH = 25.4;
/** Thinner than this on average (volume ÷ half the area), a body encloses nothing. */
const NO_THICKNESS_MM = 1e-6;

/** The problems of a part, the worst first. */
export function problemsOf(measures: PartMeasures): PartProblem[] {
  return [
    ...solidProblems(measures),
    ...surfaceProblems(measures),
    ...unitProblems(measures),
    ...bodyProblems(measures),
  ];
}

function solidProblems({ volumeMm3, areaMm2, insideOut, openEdges }: PartMeasures): PartProblem[] {
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

function surfaceProblems(measures: PartMeasures): PartProblem[] {
  const { openEdges, nonManifoldEdges, misorientedEdges } = measures;
  const problems: PartProblem[] = [];
  const add = (count: number, code: PartProblemCode, message: string): void => {
    if (count > 0) problems.push({ code, severity: 'warning', message, count });
  };
  add(openEdges, 'not-watertight', `The surface has holes: ${edges(openEdges)} of one triangle only.`);
  add(nonManifoldEdges, 'non-manifold', `${edges(nonManifoldEdges)} where more than two triangles meet.`);
  add(misorientedEdges, 'misoriented', `${edges(misorientedEdges)} between triangles that face opposite ways.`);
  return problems;
}

const edges = (count: number): string => (count === 1 ? '1 edge' : `${count} edges`);

function unitProblems({ boxMm }: PartMeasures): PartProblem[] {
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

function bodyProblems({ shells, degenerateTriangles }: PartMeasures): PartProblem[] {
  const problems: PartProblem[] = [];
  if (shells > 1) {
    const message = `The file holds ${shells} separate bodies; they are made together as one part.`;
    problems.push({ code: 'several-bodies', severity: 'info', message, count: shells });
  }
  if (degenerateTriangles > 0) {
    const message = `${degenerateTriangles} triangles have no area and are left out.`;
    problems.push({ code: 'degenerate-triangles', severity: 'info', message, count: degenerateTriangles });
  }
  return problems;
}
