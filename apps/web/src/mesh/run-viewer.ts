// Shows one body on a canvas and turns it by mouse, touch, wheel and keyboard; draws only when something changed.

import { WebGLRenderer } from 'three';
import { FIRST_VIEW, type PlaceMm, type View, furnishRoom, look } from './scene.js';

export interface RunningViewer {
  /** Changes the view; anything left out stays. */
  readonly move: (change: (view: View) => Partial<View>) => void;
  readonly fit: () => void;
  /** Marks a place of the file's own axes and turns to it. */
  readonly show: (place: PlaceMm) => void;
  readonly stop: () => void;
}

/** The body on the canvas, from the first view on; nothing moves by itself. */
export function runViewer(canvas: HTMLCanvasElement, positions: Float32Array, color: string): RunningViewer {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  const room = furnishRoom(positions, color);
  let view = FIRST_VIEW;
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    look(room, view);
    renderer.render(room.scene, room.camera);
    canvas.dataset.drawn = 'yes';
  };
  const redraw = (): void => {
    frame ||= requestAnimationFrame(draw);
  };
  const move: RunningViewer['move'] = (change) => {
    view = held({ ...view, ...change(view) });
    redraw();
  };
  const sizes = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    renderer.setSize(clientWidth, clientHeight, false);
    room.camera.aspect = clientWidth / clientHeight;
    redraw();
  });
  sizes.observe(canvas);
  const release = listenToPointers(canvas, move);
  const stop = (): void => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    release();
    room.dispose();
    renderer.dispose();
  };
  const show = (place: PlaceMm): void => {
    const { x, y, z } = room.mark(place);
    const away = Math.hypot(x, y, z);
    // What is in the very middle is seen as well from anywhere.
    if (away < room.radius * 1e-3) move(() => FIRST_VIEW);
    else move(() => ({ turn: Math.atan2(y, x), tilt: Math.asin(z / away), zoom: 1.6 }));
  };
  return { move, fit: () => move(() => FIRST_VIEW), show, stop };
}

const held = ({ turn, tilt, zoom }: View): View => ({
  turn,
  tilt: Math.min(Math.max(tilt, -1.5), 1.5),
  zoom: Math.min(Math.max(zoom, 0.4), 12),
});

function listenToPointers(canvas: HTMLCanvasElement, move: RunningViewer['move']): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  const ended = new AbortController();
  const on = { signal: ended.signal };
  const spread = (): number => {
    const [a, b] = [...pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    on,
  );
  canvas.addEventListener(
    'pointermove',
    ({ pointerId, clientX, clientY }) => {
      const before = pointers.get(pointerId);
      if (!before) return;
      const spreadBefore = spread();
      pointers.set(pointerId, { x: clientX, y: clientY });
      if (pointers.size === 2 && spreadBefore > 0) {
        const ratio = spread() / spreadBefore;
        move(({ zoom }) => ({ zoom: zoom * ratio }));
      } else {
        move(({ turn, tilt }) => ({
          turn: turn - (clientX - before.x) * 0.008,
          tilt: tilt + (clientY - before.y) * 0.008,
        }));
      }
    },
    on,
  );
  for (const name of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId), on);
  }
  canvas.addEventListener(
    'wheel',
    (event) => {
      // A page scrolls with the wheel; with Ctrl (or a pinch) it zooms, here as everywhere.
      if (!event.ctrlKey) return;
      event.preventDefault();
      move(({ zoom }) => ({ zoom: zoom * Math.exp(-event.deltaY * 0.004) }));
    },
    { ...on, passive: false },
  );
  return () => ended.abort();
}
