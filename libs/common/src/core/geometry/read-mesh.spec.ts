import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mustBeOk } from '../kernel/result.js';
import { measure } from './measure.js';
import { readMesh } from './read-mesh.js';
import { boxMesh } from './solids.js';
import { writeStl } from './write-stl.js';

const cube = boxMesh({ x: 20, y: 20, z: 20 });
const text = (lines: string): Uint8Array => new TextEncoder().encode(lines);
const codeOf = (bytes: Uint8Array, fileName = 'part.stl'): string => {
  const result = readMesh(bytes, fileName);
  return result.ok ? 'read' : result.refusal.code;
};
const withCount = (facets: number): Uint8Array => {
  const bytes = writeStl(cube);
  new DataView(bytes.buffer).setUint32(80, facets, true);
  return bytes;
};
const withNumber = (value: number): Uint8Array => {
  const positions = cube.positions.slice();
  positions[40] = value;
  return writeStl({ positions });
};
const facet = (corners: readonly string[]): string =>
  `facet normal 0 0 0\nouter loop\n${corners.map((corner) => `vertex ${corner}\n`).join('')}endloop\nendfacet\n`;
const asciiCube = (): string => {
  const corners = Array.from({ length: 36 }, (_, i) => [...cube.positions.subarray(3 * i, 3 * i + 3)].join(' '));
  const facets = Array.from({ length: 12 }, (_, i) => facet(corners.slice(3 * i, 3 * i + 3)));
  return `solid facet of <b>a cube</b>\n${facets.join('')}endsolid\n`;
};

describe('binary STL', () => {
  test('what was written is read again, also under a header that says "solid"', () => {
    const bytes = writeStl(cube);
    bytes.set(text('solid cube'));
    const model = mustBeOk(readMesh(bytes, 'Cube.STL'));
    expect(model).toMatchObject({ format: 'stl-binary', instances: 1 });
    expect(model.mesh).toEqual(cube);
  });

  test('bytes at an odd place of a larger buffer are read alike', () => {
    const bytes = writeStl(cube);
    const odd = new Uint8Array(bytes.length + 7).subarray(7);
    odd.set(bytes);
    expect(mustBeOk(readMesh(odd, 'a.stl')).mesh).toEqual(cube);
  });

  test('a count that the bytes do not bear out is refused', () => {
    expect(codeOf(withCount(0xffffffff))).toBe('mesh/count-mismatch');
    expect(codeOf(withCount(0))).toBe('mesh/count-mismatch');
    expect(codeOf(withCount(11))).toBe('mesh/count-mismatch');
    expect(codeOf(withCount(176).subarray(0, 500))).toBe('mesh/truncated');
  });

  test('points that are not numbers, or kilometres away, are refused', () => {
    expect(codeOf(withNumber(Number.NaN))).toBe('mesh/non-finite');
    expect(codeOf(withNumber(Number.NEGATIVE_INFINITY))).toBe('mesh/non-finite');
    expect(codeOf(withNumber(3e38))).toBe('mesh/too-large');
  });

  test('other files under that name, and nothing at all, are refused', () => {
    expect(codeOf(new Uint8Array(0))).toBe('mesh/empty');
    expect(codeOf(new Uint8Array(84))).toBe('mesh/empty');
    expect(codeOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBe('mesh/not-a-mesh');
    expect(codeOf(writeStl(cube), 'part.step')).toBe('mesh/unknown-format');
  });

  test('more triangles than allowed are refused', () => {
    expect(readMesh(writeStl(cube), 'a.stl', { maxTriangles: 11 })).toMatchObject({
      refusal: { code: 'mesh/too-complex' },
    });
  });

  test('no bytes whatever make the reader throw', () => {
    const anything = fc.uint8Array({ maxLength: 400 });
    const nearly = fc.tuple(fc.nat(683), fc.nat(255)).map(([at, value]) => writeStl(cube).with(at, value));
    fc.assert(
      fc.property(fc.oneof(anything, nearly), fc.constantFrom('a.stl', 'a.3mf', 'a.obj'), (bytes, name) => {
        expect(readMesh(bytes, name)).toHaveProperty('ok');
      }),
    );
  });
});

describe('text STL', () => {
  test('any case, any line end, and words of the format in the name', () => {
    for (const written of [asciiCube(), asciiCube().toUpperCase(), asciiCube().replaceAll('\n', '\r\n')]) {
      const model = mustBeOk(readMesh(text(written), 'a.stl'));
      expect(model.format).toBe('stl-ascii');
      expect(measure(model.mesh)).toMatchObject({ triangles: 12, volumeMm3: 8000, watertight: true });
    }
  });

  test('a decimal comma is refused with its line, never read as another size', () => {
    expect(readMesh(text(`solid\n${facet(['0 0 0', '20,5 0 0', '0 20,5 0'])}endsolid`), 'a.stl')).toMatchObject({
      refusal: { code: 'mesh/malformed', details: { line: 5, word: '20,5' } },
    });
  });

  test('triangles with other than three corners, and a cut text, are refused', () => {
    expect(codeOf(text(`solid\n${facet(['0 0 0', '1 0 0'])}`))).toBe('mesh/malformed');
    expect(codeOf(text(`solid\n${facet(['0 0 0', '1 0 0', '1 1 0', '0 1 0'])}`))).toBe('mesh/malformed');
    expect(codeOf(text(asciiCube().slice(0, asciiCube().lastIndexOf('vertex'))))).toBe('mesh/truncated');
    expect(codeOf(text(`solid\n${facet(['nan 0 0', '1 0 0', '1 1 0'])}`))).toBe('mesh/non-finite');
    expect(codeOf(text('solid nothing\nendsolid nothing\n'))).toBe('mesh/empty');
  });

  test('a text without its last word is read with a warning', () => {
    const cut = mustBeOk(readMesh(text(asciiCube().replace('endsolid', '')), 'a.stl'));
    expect(cut.problems).toMatchObject([{ code: 'end-missing', severity: 'warning' }]);
    expect(mustBeOk(readMesh(text(asciiCube()), 'a.stl')).problems).toEqual([]);
  });

  test('numbers are read to the last bit', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: -9e6, max: 9e6 }), (drawn) => {
        const value = drawn || 0;
        const corners = [`${value} ${value.toFixed(3)} ${value.toExponential(12)}`, '0 0 0', '1 0 0'];
        const { positions } = mustBeOk(readMesh(text(`solid\n${facet(corners)}`), 'a.stl')).mesh;
        expect(positions[0]).toBe(value);
        expect(positions[1]).toBe(Math.fround(Number(value.toFixed(3))));
        expect(positions[2]).toBe(Math.fround(Number(value.toExponential(12))));
      }),
    );
  });
});

describe('OBJ', () => {
  const corners = 'v 0 0 0\nv 20 0 0\nv 20 20 0\nv 0 20 0\nv 0 0 20\nv 20 0 20\nv 20 20 20\nv 0 20 20\n';
  const faces = 'f 4 3 2 1\nf 5//1 6//1 7//1 8//1\nf 1/1/1 2/1/1 6/1/1 5/1/1\nf 2 3 7 6\nf -6 -5 -1 -2\nf 4 1 5 8\n';

  test('polygons become fans, indices count from either end, other files are never opened', () => {
    const model = mustBeOk(readMesh(text(`mtllib ../../../etc/passwd\n${corners}usemtl a\n${faces}`), 'a.obj'));
    expect(measure(model.mesh)).toMatchObject({ triangles: 12, volumeMm3: 8000, watertight: true });
  });

  test('a corner that is not there is refused', () => {
    expect(codeOf(text(`${corners}f 1 2 9\n`), 'a.obj')).toBe('mesh/malformed');
    expect(codeOf(text('v 0 0\n'), 'a.obj')).toBe('mesh/malformed');
    expect(codeOf(text(corners), 'a.obj')).toBe('mesh/empty');
  });
});
