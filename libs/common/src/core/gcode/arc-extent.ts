// How far an arc reaches: not only its ends, also every quarter that it crosses.

export interface Arc {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly clockwise: boolean;
  /** Whole turns before the end: P of G2 and G3. */
  readonly turns: number;
}

export interface Extent {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

const TURN = 2 * Math.PI;

/** The box of an arc. Ends at unequal distance from the centre give the box of the larger circle: firmwares differ there. */
export function arcExtent(arc: Arc): Extent {
  const { fromX, fromY, toX, toY, centreX, centreY } = arc;
  const { largest } = radiiOf(arc);
  const reaches = (quarter: number): boolean => isOnArc(arc, quarter * (Math.PI / 2));
  return {
    maxX: reaches(0) ? centreX + largest : Math.max(fromX, toX),
    maxY: reaches(1) ? centreY + largest : Math.max(fromY, toY),
    minX: reaches(2) ? centreX - largest : Math.min(fromX, toX),
    minY: reaches(3) ? centreY - largest : Math.min(fromY, toY),
  };
}

/** How far an arc goes from the origin. */
export function arcReach(arc: Arc): number {
  const away = Math.hypot(arc.centreX, arc.centreY);
  const outward = Math.atan2(arc.centreY, arc.centreX);
  if (away < 1e-9 || isOnArc(arc, outward)) return away + radiiOf(arc).largest;
  return Math.max(Math.hypot(arc.fromX, arc.fromY), Math.hypot(arc.toX, arc.toY));
}

function radiiOf({ fromX, fromY, toX, toY, centreX, centreY }: Arc): { largest: number; unequal: boolean } {
  const radius = Math.hypot(fromX - centreX, fromY - centreY);
  const atEnd = Math.hypot(toX - centreX, toY - centreY);
  return { largest: Math.max(radius, atEnd), unequal: Math.abs(radius - atEnd) > 0.1 };
}

function isOnArc(arc: Arc, angle: number): boolean {
  const { fromX, fromY, toX, toY, centreX, centreY, clockwise, turns } = arc;
  if (turns > 0 || (fromX === toX && fromY === toY) || radiiOf(arc).unequal) return true;
  const from = Math.atan2(fromY - centreY, fromX - centreX);
  const to = Math.atan2(toY - centreY, toX - centreX);
  const [start, end] = clockwise ? [to, from] : [from, to];
  return turned(angle - start) <= turned(end - start);
}

/** An angle as its part of a whole turn counter-clockwise. */
const turned = (angle: number): number => ((angle % TURN) + TURN) % TURN;

/** The centre of an arc that is given by its radius: negative for the longer way round; undefined when it reaches not so far. */
export function centreOfRadius(
  { fromX, fromY, toX, toY, clockwise }: Omit<Arc, 'centreX' | 'centreY' | 'turns'>,
  radius: number,
): { x: number; y: number } | undefined {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const chord = Math.hypot(dx, dy);
  const height2 = radius * radius - (chord * chord) / 4;
  if (chord === 0 || height2 < -0.01) return undefined;
  const side = clockwise === radius < 0 ? 1 : -1;
  const height = (side * Math.sqrt(Math.max(0, height2))) / chord;
  return { x: (fromX + toX) / 2 - dy * height, y: (fromY + toY) / 2 + dx * height };
}
