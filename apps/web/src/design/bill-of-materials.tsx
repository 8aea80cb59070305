// All that one unit takes: parts, contained releases, what is bought in, tools; and how it goes together.

import { Link } from 'react-router';
import type { ReleaseView } from '#contracts/http/releases';
import { FilePicture, isPicture } from '../parts/file-picture.js';
import { countOf, listOf, showNumber, showProcess } from '../parts/format.js';
import { TableRoom } from '../parts/table-room.js';
import { Thumbnail } from '../parts/thumbnail.js';
import { Written } from '../parts/written.js';
import type { SectionProps } from './section-props.js';

/** Section `materials`. */
export function BillOfMaterials({ release }: SectionProps) {
  return (
    <>
      <h2>For one unit</h2>
      <Lines release={release} />
      <BoughtIn release={release} />
      <Tools release={release} />
      <Steps release={release} />
    </>
  );
}

interface ReleaseProps {
  readonly release: ReleaseView;
}

function Lines({ release: { parts, nested } }: ReleaseProps) {
  return (
    <section aria-labelledby="made-heading">
      <h3 id="made-heading">Made</h3>
      <TableRoom label="What is made">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Pieces</th>
              <th scope="col">Made by</th>
              <th scope="col">Of</th>
              <th scope="col">Remarks</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ id, name, quantity, process, materials, optional, variant, note }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td className="num">{showNumber(quantity)}</td>
                <td>{showProcess(process)}</td>
                <td>{materials.length === 0 ? 'any material' : materials.join(' or ')}</td>
                <td>
                  {[
                    ...(optional ? ['optional'] : []),
                    ...(variant ? [`one of “${variant.group}”: ${variant.name}`] : []),
                    ...(note ? [note] : []),
                  ].join('; ')}
                </td>
              </tr>
            ))}
            {nested.map(({ hash, releaseId, slug, title, version, quantity, parts: count }) => (
              <tr key={hash}>
                <th scope="row">
                  <Link to={`/designs/${slug}?release=${releaseId}`}>
                    {title} {version}
                  </Link>
                </th>
                <td className="num">{showNumber(quantity)}</td>
                <td colSpan={3}>a release of its own, {countOf(count, 'part')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRoom>
    </section>
  );
}

function BoughtIn({ release: { boughtIn } }: ReleaseProps) {
  return (
    <section aria-labelledby="bought-heading">
      <h3 id="bought-heading">Bought in</h3>
      {boughtIn.length === 0 ? <p>Nothing is said to be bought in.</p> : null}
      <ul className="rows">
        {boughtIn.map(({ name, quantity, unit, link, note }) => (
          <li key={`${name} ${unit ?? ''}`}>
            <span className="num">
              {showNumber(quantity, 3)} {unit ?? '×'}
            </span>
            {link === undefined ? (
              <span>{name}</span>
            ) : (
              <a href={link} rel="noreferrer">
                {name}
              </a>
            )}
            {note === undefined ? null : <span className="fine">{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tools({ release: { tools } }: ReleaseProps) {
  if (tools.length === 0) return null;
  return (
    <section aria-labelledby="tools-heading">
      <h3 id="tools-heading">Tools</h3>
      <ul>
        {tools.map(({ name, note }) => (
          <li key={name}>
            {name}
            {note === undefined ? '' : `: ${note}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Steps({ release: { steps, files, parts } }: ReleaseProps) {
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="assembly-heading">
      <h3 id="assembly-heading">Assembly</h3>
      <ol className="steps">
        {steps.map(({ title, text, pictures, parts: joined }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- steps of a release never change; their number is their name
          <li key={index}>
            {title === undefined ? null : <h4>{title}</h4>}
            <Written>{text}</Written>
            {joined.length > 0 ? (
              <p className="fine">
                With {listOf(joined.map((path) => parts.find(({ fileName }) => fileName === path)?.name ?? path))}.
              </p>
            ) : null}
            <div className="step-pictures">
              {[...pictures, ...joined].map((path) => (
                <StepPicture key={path} path={path} files={files} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Pictures as they are; parts by their thumbnail. */
function StepPicture({ path, files }: { readonly path: string; readonly files: ReleaseView['files'] }) {
  const file = files.find((each) => each.path === path);
  if (!file) return null;
  if (isPicture(path)) return <FilePicture sha256={file.sha256} path={path} />;
  return (
    <span className="file-picture">
      <Thumbnail sha256={file.sha256} name={path} />
    </span>
  );
}
