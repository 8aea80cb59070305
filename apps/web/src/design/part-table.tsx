// The parts of a release with what was measured: also the text alternative of the 3D view.

import { Button } from 'react-aria-components/Button';
import type { PartView } from '#contracts/http/releases';
import type { PartId } from '#core/kernel/ids';
import { Badge } from '../parts/badge.js';
import { listOf, showArea, showBox, showNumber, showProcess, showVolume } from '../parts/format.js';
import { ProblemBadge } from '../parts/problem-badge.js';
import { TableRoom } from '../parts/table-room.js';
import { Thumbnail } from '../parts/thumbnail.js';

interface TableProps {
  readonly parts: readonly PartView[];
  readonly shownId: PartId | undefined;
  readonly onShow: (id: PartId) => void;
}

const COLUMNS = ['Part', 'Pieces', 'Made by', 'Size', 'Volume', 'Surface', 'Triangles', 'Problems'];

/** Measures and problems, part by part. */
export function PartTable({ parts, shownId, onShow }: TableProps) {
  return (
    <TableRoom label="Parts with their measures">
      <table>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.id} part={part} isShown={part.id === shownId} onShow={onShow} />
          ))}
        </tbody>
      </table>
    </TableRoom>
  );
}

interface RowProps {
  readonly part: PartView;
  readonly isShown: boolean;
  readonly onShow: (id: PartId) => void;
}

function PartRow({ part, isShown, onShow }: RowProps) {
  return (
    <tr aria-current={isShown}>
      <th scope="row">
        <span className="part-name">
          <span className="part-thumbnail">
            <Thumbnail sha256={part.fileSha256} name={part.name} />
          </span>
          <Button className="link-button" onPress={() => onShow(part.id)} aria-label={`Show ${part.name} in 3D`}>
            {part.name}
          </Button>
        </span>
      </th>
      <td className="num">{showNumber(part.quantity)}</td>
      <td>
        {showProcess(part.process)}
        {part.materials.length > 0 ? <span className="fine"> {listOf(part.materials)} only</span> : null}
        {part.optional ? <Badge>optional</Badge> : null}
      </td>
      <td className="num">{showBox(part.boxMm)}</td>
      <td className="num">{showVolume(part.volumeMm3)}</td>
      <td className="num">{showArea(part.areaMm2)}</td>
      <td className="num">{showNumber(part.triangles)}</td>
      <td>
        <PartProblems part={part} />
      </td>
    </tr>
  );
}

function PartProblems({ part }: { readonly part: PartView }) {
  if (part.problems.length === 0) return <Badge tone="good">{part.watertight ? 'none, watertight' : 'none'}</Badge>;
  return (
    <ul className="plain-list">
      {part.problems.map(({ code, severity, message }) => (
        <li key={code}>
          <ProblemBadge severity={severity} /> {message}
        </li>
      ))}
    </ul>
  );
}
