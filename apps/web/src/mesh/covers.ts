// One cover at a time, each drawn once per visit.

import { getFile } from '#contracts/http/files';
import { addressOf } from '#contracts/http/call-route';
import { askPositions } from './ask-mesh.js';

const drawn = new Map<string, Promise<string>>();
let last: Promise<unknown> = Promise.resolve();

/** The picture of a published mesh, as an address for `img`. */
export function coverOf(sha256: string, fileName: string): Promise<string> {
  const known = drawn.get(sha256);
  if (known) return known;
  const picture = last.then(() => draw(sha256, fileName));
  drawn.set(sha256, picture);
  last = picture.catch(() => undefined); // The card shows its placeholder; the next cover has its turn.
  return picture;
}

async function draw(sha256: string, fileName: string): Promise<string> {
  const positions = await askPositions({ source: addressOf(getFile, { params: { sha256 } }), fileName });
  const { drawCover } = await import('./draw-cover.js');
  return drawCover(positions);
}
