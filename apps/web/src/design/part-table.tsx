// The parts of a release with what was measured: also the text alternative of the 3D view.

import { Button } from 'react-aria-components/Button';
import type { ReleaseView } from '#contracts/http/releases';
import type { PartId } from '#core/kernel/ids';
import { Badge, type Tone } from '../parts/badge.js';
import { listOf, showArea, showBox, showNumber, showProcess, showVolume } from '../parts/format.js';
import { TableRoom } from '../parts/table-room.js';

type Part = ReleaseView['parts'][number];
const TONES: Readonly<Record<Part['problems'][number]['severity'], Tone>> = {
  info: 'plain',
  warning: 'warn',
  blocking: 'bad',
};

interface TableProps {
  readonly parts: readonly Part[];
  readonly shownId: PartId | undefined;
  readonly onShow: (id: PartId) => void;
}

/** Measures and problems, part by part. */
export function PartTable({ parts, shownId, onShow }: TableProps) {
  return (
    <TableRoom label="Parts with their measures">
      <table>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Pieces</th>
            <th scope="col">Made by</th>
            <th scope="col">Size</th>
            <th scope="col">Volume</th>
            <th scope="col">Surface</th>
            <th scope="col">Triangles</th>
            <th scope="col">Problems</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.id} aria-current={part.id === shownId}>
              <th scope="row">
                <Button className="link-button" onPress={() => onShow(part.id)} aria-label={`Show ${part.name} in 3D`}>
                  {part.name}
                </Button>
              </th>
              <td className="num">{showNumber(part.quantity)}</td>
              <td>
                {showProcess(part.process)}
                {part.materials.length > 0 ? <span className="fine"> {listOf(part.materials)} only</span> : null}
              </td>
              <td className="num">{showBox(part.boxMm)}</td>
              <td className="num">{showVolume(part.volumeMm3)}</td>
              <td className="num">{showArea(part.areaMm2)}</td>
              <td className="num">{showNumber(part.triangles)}</td>
              <td>
                <PartProblems part={part} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRoom>
  );
}

function PartProblems({ part }: { readonly part: Part }) {
  if (part.problems.length === 0) return <Badge tone="good">{part.watertight ? 'none, watertight' : 'none'}</Badge>;
  return (
    <ul className="plain-list">
      {part.problems.map(({ code, severity, message }) => (
        <li key={code}>
          <Badge tone={TONES[severity]}>{severity}</Badge> {message}
        </li>
      ))}
    </ul>
  );
}
