// All that is known of the part shown: measures, how it is best laid, what it takes, and what is wrong where.

import { Button } from 'react-aria-components/Button';
import type { PartView } from '#contracts/http/releases';
import { showArea, showDuration, showGrams, showNumber } from '../parts/format.js';
import { ProblemBadge } from '../parts/problem-badge.js';

export interface PlaceMm {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

interface DetailsProps {
  readonly part: PartView;
  readonly place: PlaceMm | undefined;
  readonly onShow: (place: PlaceMm) => void;
}

/** Below its 3D view, which it says in words. */
export function PartDetails({ part, place, onShow }: DetailsProps) {
  return (
    <section className="part-details" aria-labelledby="shown-part-heading">
      <h2 id="shown-part-heading">{part.name}</h2>
      <h3>{part.problems.length === 0 ? 'No problems were found' : 'What was found'}</h3>
      <Problems part={part} onShow={onShow} />
      <output className="fine">{place === undefined ? '' : `Marked in the 3D view: ${showPlace(place)}.`}</output>
      <dl className="facts-line">
        {[...measuresOf(part), ...settingsOf(part)].map(([what, said]) => (
          <Fact key={what} what={what} said={said} />
        ))}
      </dl>
    </section>
  );
}

function Fact({ what, said }: { readonly what: string; readonly said: string }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{said}</dd>
    </>
  );
}

function Problems({ part, onShow }: Pick<DetailsProps, 'part' | 'onShow'>) {
  return (
    <ul className="plain-list problems">
      {part.problems.map(({ code, severity, message, placeMm }) => (
        <li key={code}>
          <ProblemBadge severity={severity} /> {message}{' '}
          {placeMm ? (
            // A new object each time: pressed again it turns there again.
            <Button
              className="link-button"
              aria-label={`Show where: ${message}`}
              onPress={() => onShow({ ...placeMm })}
            >
              Show
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const showPlace = ({ x, y, z }: PlaceMm): string =>
  `x ${showNumber(x, 1)}, y ${showNumber(y, 1)}, z ${showNumber(z, 1)} mm`;

type Facts = [what: string, said: string][];

function measuresOf({ measures = {}, estimate, shells, watertight }: PartView): Facts {
  const { thinnestWallMm, overhangAreaMm2, baseContactMm2, centreOfMassMm, orientation, outline } = measures;
  return [
    ...(outline ? [] : [['Body', bodyWords(shells, watertight)] as Facts[number]]),
    ...fact('Thinnest wall', thinnestWallMm, (mm) => `${showNumber(mm, 2)} mm`),
    ...fact('Overhangs beyond 45°', overhangAreaMm2, showArea),
    ...fact('Touches the bed with', baseContactMm2, showArea),
    ...fact('Centre of mass', centreOfMassMm, showPlace),
    ...fact('Best laid', orientation, ({ reason }) => reason),
    ...fact('Cut', outline, (cut) => {
      const open = cut.openPaths > 0 ? `, ${cut.openPaths} not closed` : '';
      return `${showNumber(cut.cutLengthMm)} mm in ${cut.closedPaths + cut.openPaths} paths${open}; ${showArea(cut.areaMm2)}`;
    }),
    ...fact('Takes, one piece', estimate, ({ material, massGrams, seconds, uncertaintyPercent }) => {
      const band = `give or take ${showNumber(uncertaintyPercent)} %`;
      return `${showGrams(massGrams)} of ${material} and ${showDuration(seconds)} of printing, ${band}`;
    }),
  ];
}

const bodyWords = (shells: number, watertight: boolean): string =>
  `${shells === 1 ? 'one shell' : `${showNumber(shells)} shells`}, ${watertight ? 'watertight' : 'not watertight'}`;

function settingsOf(part: PartView): Facts {
  const { infillPercent, layerMm, perimeters, supports, optional, variant, note, license } = part;
  return [
    ...fact('Infill', infillPercent, (percent) => `${showNumber(percent)} %`),
    ...fact('Layer', layerMm, (mm) => `${showNumber(mm, 2)} mm`),
    ...fact('Walls', perimeters, (count) => showNumber(count)),
    ...fact('Supports', supports, (with_) => (with_ ? 'with' : 'without')),
    ...fact('Optional', optional === true ? true : undefined, () => 'left out unless it is asked for'),
    ...fact('Choice', variant, ({ group, name }) => `${group}: ${name}`),
    ...fact('Note', note, (text) => text),
    ...fact('Own licence', license, (text) => text),
  ];
}

function fact<T>(what: string, value: T | undefined, say: (value: T) => string): Facts {
  return value === undefined ? [] : [[what, say(value)]];
}
