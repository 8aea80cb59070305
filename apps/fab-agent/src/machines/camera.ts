// A camera that looks at a machine: an address that answers with a picture, as OctoPrint's, Moonraker's and most webcams'
// "snapshot" does.

import { z } from 'zod';
import { SECOND_MS } from '#core/kernel/time';
import type { Abilities, ConnectedMachine } from './machine.js';

/** What lab.json says about a camera. */
export const cameraSchema = z.object({ snapshotUrl: z.url({ protocol: /^https?$/ }).max(2_000) });
export type CameraSettings = z.infer<typeof cameraSchema>;

const WITHIN_MS = 10 * SECOND_MS;
const LARGEST_BYTES = 20_000_000;

/** One picture; throws when none comes, when it is too large, and when it is no JPEG, PNG or WebP. */
export const lookThrough = ({ snapshotUrl }: CameraSettings): NonNullable<Abilities['look']> => ({
  async look() {
    const response = await fetch(snapshotUrl, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });
    if (!response.ok || response.body === null) throw new Error(`The camera answers ${response.status}.`);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of response.body) {
      bytes += piece.length;
      if (bytes > LARGEST_BYTES) throw new Error(`The picture is larger than ${LARGEST_BYTES} bytes.`);
      pieces.push(piece);
    }
    const picture = Buffer.concat(pieces);
    if (!isPicture(picture)) throw new Error('What the camera sends is no JPEG, PNG or WebP.');
    return picture;
  },
});

/** By its first bytes: what a server says of a file is only what it says. */
const isPicture = (bytes: Buffer): boolean =>
  bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ||
  bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) ||
  (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP');

/** The same machine, with this camera to look at it. */
export const withCamera = (machine: ConnectedMachine, camera: CameraSettings): ConnectedMachine => ({
  takes: machine.takes,
  can: { ...machine.can, look: lookThrough(camera) },
  describe: () => machine.describe(),
  start: (order) => machine.start(order),
  stop: (jobId) => machine.stop(jobId),
  recall: (jobId) => machine.recall(jobId),
  observe: (signal) => machine.observe(signal),
});
