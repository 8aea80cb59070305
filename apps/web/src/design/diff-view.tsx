// What is not the same in two releases, or in a suggested change.

import type { ReleaseDiff } from '#contracts/http/release-papers';
import { Badge, type Tone } from '../parts/badge.js';
import { TableRoom } from '../parts/table-room.js';

const TONES: Readonly<Record<string, Tone>> = { added: 'good', removed: 'bad', changed: 'busy', moved: 'plain' };

/** Facts, parts, files; says so where nothing changed. */
export function DiffView({ diff: { facts, parts, files } }: { readonly diff: ReleaseDiff }) {
  if (facts.length + parts.length + files.length === 0) return <p>Nothing is different.</p>;
  return (
    <>
      {facts.length + parts.length > 0 ? (
        <TableRoom label="Differences, one by one">
          <table>
            <thead>
              <tr>
                <th scope="col">Of</th>
                <th scope="col">What</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              <FactRows of="the release" facts={facts} />
              {parts.map((part) => (
                <PartRows key={`${part.change} ${part.name}`} part={part} />
              ))}
            </tbody>
          </table>
        </TableRoom>
      ) : null}
      <FileRows files={files} />
    </>
  );
}

function PartRows({ part: { name, change, facts } }: { readonly part: ReleaseDiff['parts'][number] }) {
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={3}>
          <Badge tone={TONES[change] ?? 'plain'}>{change}</Badge>
        </td>
      </tr>
      <FactRows of={name} facts={facts} />
    </>
  );
}

function FactRows({ of, facts }: { readonly of: string; readonly facts: ReleaseDiff['facts'] }) {
  return facts.map(({ what, before, after }) => (
    <tr key={`${of} ${what}`}>
      <th scope="row">{of}</th>
      <td>{what}</td>
      <td>
        <del>{before}</del>
      </td>
      <td>
        <ins>{after}</ins>
      </td>
    </tr>
  ));
}

function FileRows({ files }: Pick<ReleaseDiff, 'files'>) {
  if (files.length === 0) return null;
  return (
    <>
      <h3>Files</h3>
      <ul className="rows">
        {files.map(({ path, change, before }) => (
          <li key={`${change} ${path}`}>
            <Badge tone={TONES[change] ?? 'plain'}>{change}</Badge>
            <span>
              {path}
              {before === undefined ? '' : `, before ${before}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
