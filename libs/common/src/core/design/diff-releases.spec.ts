import { expect, it } from 'vitest';
import { diffReleases, type ComparedPart, type ComparedRelease } from './diff-releases.js';

const aPart = (more: Partial<ComparedPart> = {}): ComparedPart => ({
  name: 'arm',
  fileName: 'stl/arm.stl',
  fileSha256: 'a',
  quantity: 1,
  process: 'fdm',
  materials: [],
  boxMm: { x: 10, y: 20, z: 30 },
  volumeMm3: 6000,
  areaMm2: 2200,
  watertight: true,
  ...more,
});
const aRelease = (parts: readonly ComparedPart[], more: Partial<ComparedRelease> = {}): ComparedRelease => ({
  title: 'Lamp',
  summary: '',
  license: 'CC0-1.0',
  parts,
  files: parts.map(({ fileName, fileSha256 }) => ({ path: fileName, sha256: fileSha256 })),
  ...more,
});

it('finds nothing between a release and itself', () => {
  const release = aRelease([aPart()]);
  expect(diffReleases(release, release)).toEqual({ facts: [], parts: [], files: [] });
});

it('names what changed of a part with units', () => {
  const { parts, files } = diffReleases(
    aRelease([aPart()]),
    aRelease([aPart({ fileSha256: 'b', quantity: 2, volumeMm3: 6100, infillPercent: 100 })]),
  );
  expect(parts).toEqual([
    {
      name: 'arm',
      change: 'changed',
      facts: [
        { what: 'pieces', before: '1', after: '2' },
        { what: 'infill', before: '', after: '100 %' },
        { what: 'volume', before: '6.000 cm³', after: '6.100 cm³' },
      ],
    },
  ]);
  expect(files).toEqual([{ path: 'stl/arm.stl', change: 'changed' }]);
});

it('tells other content with the same measures', () => {
  const { parts } = diffReleases(aRelease([aPart()]), aRelease([aPart({ fileSha256: 'b' })]));
  expect(parts[0]).toMatchObject({ change: 'changed', facts: [{ what: 'file' }] });
});

it('knows a part that moved, and one that was swapped for another of the same path', () => {
  const old = aRelease([aPart(), aPart({ name: 'foot', fileName: 'stl/foot.stl', fileSha256: 'f' })]);
  const now = aRelease([
    aPart({ fileName: 'parts/arm.stl' }),
    aPart({ name: 'arm', fileName: 'stl/foot.stl', fileSha256: 'f' }),
  ]);
  const { parts, files } = diffReleases(old, now);
  expect(parts).toEqual([{ name: 'arm', change: 'changed', facts: [{ what: 'name', before: 'foot', after: 'arm' }] }]);
  expect(files).toEqual([{ path: 'parts/arm.stl', change: 'moved', before: 'stl/arm.stl' }]);
});

it('tells what came and what went, and another licence', () => {
  const { facts, parts, files } = diffReleases(
    aRelease([aPart()]),
    aRelease([aPart({ name: 'leg', fileName: 'leg.stl', fileSha256: 'l' })], { license: 'MIT' }),
  );
  expect(facts).toEqual([{ what: 'licence', before: 'CC0-1.0', after: 'MIT' }]);
  expect(parts.map(({ name, change }) => [name, change])).toEqual([
    ['leg', 'added'],
    ['arm', 'removed'],
  ]);
  expect(files.map(({ change }) => change)).toEqual(['added', 'removed']);
});
