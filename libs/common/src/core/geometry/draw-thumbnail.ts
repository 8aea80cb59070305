// The picture of a part for lists: from the front right and above, lit softly from two sides, on nothing. Only operations
// that are exact by IEEE 754 (no sines): the same file gives the same picture on every machine.

import { boxOf } from './measure.js';
import type { Mesh } from './mesh.js';
import type { PointMm } from './point.js';
import { Rasteriser, STEPS } from './rasteriser.js';
import { type Picture, writePng } from './write-png.js';

const THUMBNAIL_WIDTH = 512;
const THUMBNAIL_HEIGHT = 384;

/** Samples a pixel has along each side. */
export const SAMPLES = 2;
/** Pixels that stay free on every side. */
export const MARGIN = 20;
/** Towards the one who looks. */
const VIEW = unit({ x: 0.55, y: -0.95, z: 0.65 });
const RIGHT = unit({ x: -VIEW.y, y: VIEW.x, z: 0 });
const UP = cross(VIEW, RIGHT);
/** Towards the lights: one from the upper left, a weaker one from the right. */
const KEY_LIGHT = unit(seen(-0.5, 0.75, 0.6));
const FILL_LIGHT = unit(seen(0.9, 0.1, 0.35));
/** Light of 255: a quiet grey-blue that stands out from white and from black. */
const MATERIAL = [198, 208, 218] as const;
const LIGHTS = { ambient: 52, key: 160, fill: 43 };

/** PNG of a mesh with at least one triangle: 512 × 384 pixels, filled as far as its shape goes. */
export function drawThumbnail(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const samples = emptyThumbnail();
  drawMesh(mesh, samples);
  return thumbnailOf(samples);
}

/** The samples of a thumbnail on which nothing is drawn yet. */
export const emptyThumbnail = (): Rasteriser => new Rasteriser(SAMPLES * THUMBNAIL_WIDTH, SAMPLES * THUMBNAIL_HEIGHT);

/** What was drawn, as a PNG. */
export const thumbnailOf = (samples: Rasteriser): Uint8Array<ArrayBuffer> => writePng(pictureOf(samples));

function drawMesh({ positions }: Mesh, samples: Rasteriser): void {
  const { minMm } = boxOf(positions);
  const { scale, left, top } = frameOf(positions, minMm, samples);
  const xy = new Int32Array(6);
  const depth = new Float64Array(3);
  for (let at = 0; at < positions.length; at += 9) {
    for (let corner = 0; corner < 3; corner++) {
      const x = positions[at + 3 * corner]! - minMm.x;
      const y = positions[at + 3 * corner + 1]! - minMm.y;
      const z = positions[at + 3 * corner + 2]! - minMm.z;
      xy[2 * corner] = Math.round((RIGHT.x * x + RIGHT.y * y) * scale - left);
      xy[2 * corner + 1] = Math.round(top - (UP.x * x + UP.y * y + UP.z * z) * scale);
      depth[corner] = (VIEW.x * x + VIEW.y * y + VIEW.z * z) * scale;
    }
    samples.cover(xy, depth, lightOn(positions, at));
  }
}

/** Steps of the samples a millimetre, and where the picture's corner lies. */
function frameOf(
  positions: Float32Array,
  minMm: PointMm,
  { width, height }: Rasteriser,
): { scale: number; left: number; top: number } {
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 3) {
    const x = positions[at]! - minMm.x;
    const y = positions[at + 1]! - minMm.y;
    const z = positions[at + 2]! - minMm.z;
    const across = RIGHT.x * x + RIGHT.y * y;
    const along = UP.x * x + UP.y * y + UP.z * z;
    if (across < minX) minX = across;
    if (across > maxX) maxX = across;
    if (along < minY) minY = along;
    if (along > maxY) maxY = along;
  }
  const free = 2 * SAMPLES * MARGIN;
  const fit = Math.min((width - free) / (maxX - minX), (height - free) / (maxY - minY));
  // All corners in one place: nothing is drawn, wherever it is.
  const scale = Number.isFinite(fit) ? fit * STEPS : 0;
  return {
    scale,
    left: ((minX + maxX) * scale - width * STEPS) / 2,
    top: ((minY + maxY) * scale + height * STEPS) / 2,
  };
}

/** Light on the side of a triangle that is seen, 1 to 255. */
function lightOn(p: Float32Array, at: number): number {
  const [ax, ay, az] = [p[at + 3]! - p[at]!, p[at + 4]! - p[at + 1]!, p[at + 5]! - p[at + 2]!];
  const [bx, by, bz] = [p[at + 6]! - p[at]!, p[at + 7]! - p[at + 1]!, p[at + 8]! - p[at + 2]!];
  let x = ay * bz - az * by;
  let y = az * bx - ax * bz;
  let z = ax * by - ay * bx;
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 0)) return LIGHTS.ambient;
  const towards = VIEW.x * x + VIEW.y * y + VIEW.z * z < 0 ? -length : length;
  x /= towards;
  y /= towards;
  z /= towards;
  const key = x * KEY_LIGHT.x + y * KEY_LIGHT.y + z * KEY_LIGHT.z;
  const fill = x * FILL_LIGHT.x + y * FILL_LIGHT.y + z * FILL_LIGHT.z;
  // Wrapped around the part: what looks away from a light is dim, not black.
  return Math.round(LIGHTS.ambient + (LIGHTS.key * (key + 1)) / 2 + LIGHTS.fill * Math.max(0, fill));
}

function pictureOf({ light, width }: Rasteriser): Picture {
  const pixels = new Uint8Array(4 * THUMBNAIL_WIDTH * THUMBNAIL_HEIGHT);
  for (let y = 0, to = 0; y < THUMBNAIL_HEIGHT; y++) {
    for (let x = 0; x < THUMBNAIL_WIDTH; x++, to += 4) {
      let [sum, covered] = [0, 0];
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const one = light[(SAMPLES * y + (sample >> 1)) * width + SAMPLES * x + (sample & 1)]!;
        sum += one;
        if (one > 0) covered++;
      }
      if (covered === 0) continue;
      for (let colour = 0; colour < 3; colour++) {
        pixels[to + colour] = Math.floor((MATERIAL[colour]! * sum) / (255 * covered));
      }
      pixels[to + 3] = Math.floor((255 * covered) / (SAMPLES * SAMPLES));
    }
  }
  return { width: THUMBNAIL_WIDTH, height: THUMBNAIL_HEIGHT, pixels };
}

/** A direction given by what is to the right, above and near. */
function seen(right: number, up: number, near: number): PointMm {
  const along = (axis: keyof PointMm): number => right * RIGHT[axis] + up * UP[axis] + near * VIEW[axis];
  return { x: along('x'), y: along('y'), z: along('z') };
}

function unit({ x, y, z }: PointMm): PointMm {
  const length = Math.sqrt(x * x + y * y + z * z);
  return { x: x / length, y: y / length, z: z / length };
}

function cross(a: PointMm, b: PointMm): PointMm {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x };
}
