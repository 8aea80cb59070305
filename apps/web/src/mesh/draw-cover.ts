// Pictures of bodies for the catalogue: one renderer out of sight, one picture after another.

import { WebGLRenderer } from 'three';
import { FIRST_VIEW, furnishRoom, look } from './scene.js';

const WIDTH = 560;
const HEIGHT = 420;
let renderer: WebGLRenderer | undefined;

/** A picture of the body on a clear ground, as an object URL. */
export async function drawCover(positions: Float32Array): Promise<string> {
  renderer ??= new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
  renderer.setSize(WIDTH, HEIGHT, false);
  const room = furnishRoom(positions, '#e8734f');
  room.camera.aspect = WIDTH / HEIGHT;
  look(room, FIRST_VIEW);
  renderer.render(room.scene, room.camera);
  const picture = await new Promise<Blob | null>((resolve) => renderer!.domElement.toBlob(resolve, 'image/webp', 0.86));
  room.dispose();
  if (!picture) throw new Error('the picture could not be drawn');
  return URL.createObjectURL(picture);
}
