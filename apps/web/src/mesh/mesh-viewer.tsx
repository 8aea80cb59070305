// The 3D view of a part with its buttons; what it shows is also told in the table of measures beside it.

import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { askPositions } from './ask-mesh.js';
import type { RunningViewer } from './run-viewer.js';
import type { PlaceMm } from './scene.js';

interface ViewerProps {
  readonly source: string;
  readonly fileName: string;
  readonly name: string;
  /** Of a file that places several bodies: which one. */
  readonly body?: number | undefined;
  /** A place to mark and turn to; a new object turns there again. */
  readonly place?: PlaceMm | undefined;
}

type State = 'loading' | 'shown' | { readonly fault: string };

/** A body that can be turned by mouse, touch, the keyboard and buttons; to be given a `key` of its source. */
export function MeshViewer({ source, fileName, name, body, place }: ViewerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewer = useRef<RunningViewer>(undefined);
  const [state, setState] = useState<State>('loading');
  useEffect(() => {
    let left = false;
    void Promise.all([askPositions({ source, fileName, body }), import('./run-viewer.js')])
      .then(([positions, { runViewer }]) => {
        if (left || !canvas.current) return;
        viewer.current = runViewer(canvas.current, positions, '#e8734f');
        setState('shown');
      })
      .catch((error: unknown) => {
        if (!left) setState({ fault: error instanceof Error ? error.message : String(error) });
      });
    return () => {
      left = true;
      viewer.current?.stop();
      viewer.current = undefined;
    };
  }, [source, fileName, body]);
  useEffect(() => {
    if (state === 'shown' && place) viewer.current?.show(place);
  }, [state, place]);
  const fault = typeof state === 'object' ? state.fault : undefined;
  return (
    <div className="viewer">
      <canvas
        ref={canvas}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the canvas is the picture
        role="img"
        aria-label={`3D view of ${name}. The measures are in the table of parts.`}
        data-state={typeof state === 'string' ? state : 'fault'}
      />
      {state === 'loading' ? <p className="viewer-note">Loading the 3D view …</p> : null}
      {fault === undefined ? null : <p className="viewer-note">The 3D view cannot be shown: {fault}</p>}
      <ViewerButtons move={(key) => moveBy(viewer.current, key)} isDisabled={state !== 'shown'} />
    </div>
  );
}

const MOVES = [
  ['ArrowLeft', '←', 'Turn left'],
  ['ArrowRight', '→', 'Turn right'],
  ['ArrowUp', '↑', 'Tilt up'],
  ['ArrowDown', '↓', 'Tilt down'],
  ['+', '+', 'Nearer'],
  ['-', '−', 'Farther'],
  ['0', 'Fit', 'Fit the whole part'],
] as const;

interface ButtonsProps {
  readonly move: (key: string) => boolean;
  readonly isDisabled: boolean;
}

function ViewerButtons({ move, isDisabled }: ButtonsProps) {
  return (
    // Arrow keys work while any of the buttons has the focus.
    <div
      className="viewer-buttons"
      role="toolbar"
      aria-label="3D view: arrow keys turn, plus and minus zoom, 0 fits"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (move(event.key)) event.preventDefault();
      }}
    >
      {MOVES.map(([key, mark, label]) => (
        <Button
          key={key}
          className="button button-quiet"
          aria-label={label}
          isDisabled={isDisabled}
          onPress={() => move(key)}
        >
          {mark}
        </Button>
      ))}
    </div>
  );
}

const STEP = Math.PI / 12;

function moveBy(viewer: RunningViewer | undefined, key: string): boolean {
  if (!viewer) return false;
  if (key === 'ArrowLeft') viewer.move(({ turn }) => ({ turn: turn + STEP }));
  else if (key === 'ArrowRight') viewer.move(({ turn }) => ({ turn: turn - STEP }));
  else if (key === 'ArrowUp') viewer.move(({ tilt }) => ({ tilt: tilt + STEP }));
  else if (key === 'ArrowDown') viewer.move(({ tilt }) => ({ tilt: tilt - STEP }));
  else if (key === '+') viewer.move(({ zoom }) => ({ zoom: zoom * 1.25 }));
  else if (key === '-') viewer.move(({ zoom }) => ({ zoom: zoom / 1.25 }));
  else if (key === '0') viewer.fit();
  else return false;
  return true;
}
