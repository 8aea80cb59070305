// What was understood, what was guessed, what is missing; and what file names propose.

import { Button } from 'react-aria-components/Button';
import type { DraftView } from '#contracts/http/drafts';
import { Badge, type Tone } from '../parts/badge.js';
import { countOf } from '../parts/format.js';
import { saidOf, sayOf } from './contents.js';
import type { DraftWork } from './use-draft.js';

type Finding = DraftView['findings'][number];

const TONES: Readonly<Record<Finding['kind'], Tone>> = { missing: 'warn', guessed: 'busy', understood: 'good' };
const ORDER = ['missing', 'guessed', 'understood'] as const;

/** Missing and guessed things in sight, the rest to be opened. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  const open = ORDER.slice(0, 2).flatMap((kind) => findings.filter((each) => each.kind === kind));
  const understood = findings.filter(({ kind }) => kind === 'understood');
  return (
    <section aria-labelledby="findings-heading">
      <h2 id="findings-heading">What was found</h2>
      {open.length === 0 ? <p>Nothing is missing.</p> : <FindingList findings={open} />}
      {understood.length === 0 ? null : (
        <details>
          <summary>{countOf(understood.length, 'thing was understood', 'things were understood')}</summary>
          <FindingList findings={understood} />
        </details>
      )}
    </section>
  );
}

function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <ul className="rows findings">
      {findings.map(({ kind, field, message, line }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a list of remarks that is replaced as a whole
        <li key={index}>
          <Badge tone={TONES[kind]}>{kind}</Badge> <code>{field}</code>
          <span>
            {message}
            {line === undefined ? '' : ` (line ${line} of the manifest)`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Each is taken, or denied, by one press. */
export function Proposals({ work }: { readonly work: DraftWork }) {
  const open = work.saved.proposals.filter(
    ({ path, quantity }) => quantity !== undefined && saidOf(work.contents, path).quantity === undefined,
  );
  if (open.length === 0) return null;
  const say = (path: string, quantity: number): void => work.change((contents) => sayOf(contents, path, { quantity }));
  return (
    <section aria-labelledby="proposals-heading">
      <h2 id="proposals-heading">Is this right?</h2>
      <p className="button-row">
        <Button
          className="button"
          onPress={() => open.forEach(({ path, quantity }) => say(path, quantity ?? 1))}
        >{`Yes to all ${open.length}`}</Button>
      </p>
      <ul className="rows">
        {open.map(({ path, quantity = 1, reason }) => (
          <li key={path}>
            <b>{path}</b> <span>{reason}</span>
            <span className="button-row">
              <Button
                className="button"
                onPress={() => say(path, quantity)}
                aria-label={`Yes, ${countOf(quantity, 'piece')} of ${path}`}
              >
                {`Yes, ${countOf(quantity, 'piece')}`}
              </Button>
              <Button className="button" onPress={() => say(path, 1)} aria-label={`No, one of ${path}`}>
                No, one
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
