// Other releases that belong into one unit of this one: found by words, or named by their hash.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { searchDesigns } from '#contracts/http/designs';
import { readRelease } from '#contracts/http/releases';
import type { ReleaseId, Sha256 } from '#core/kernel/ids';
import { call } from '../api/client.js';
import { NumberInput, TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';
import type { DraftWork } from './use-draft.js';

/** Releases by hash, so that what is contained never changes. */
export function NestedEditor({ work: { contents, change } }: { readonly work: DraftWork }) {
  const nested = contents.nested ?? [];
  const [names, setNames] = useState<ReadonlyMap<Sha256, string>>(new Map());
  const put = (next: { hash: Sha256; quantity: number }[]): void => change((before) => ({ ...before, nested: next }));
  const add = (hash: Sha256, name: string): void => {
    setNames((before) => new Map(before).set(hash, name));
    if (!nested.some((each) => each.hash === hash)) put([...nested, { hash, quantity: 1 }]);
  };
  return (
    <section aria-labelledby="nested-heading">
      <h2 id="nested-heading">Contained releases</h2>
      {nested.length === 0 ? <p className="hint">Other designs that belong into one unit of this one.</p> : null}
      <ul className="plain-list edited-rows">
        {nested.map(({ hash, quantity }) => (
          <li key={hash} className="facts">
            <p>
              <b>{names.get(hash) ?? 'Release'}</b> <code>{hash.slice(0, 16)}…</code>
            </p>
            <div className="file-choices">
              <NumberInput
                label={`Units of ${names.get(hash) ?? hash.slice(0, 16)}`}
                value={quantity}
                onChange={(units) => put(nested.map((each) => (each.hash === hash ? { hash, quantity: units } : each)))}
                minValue={1}
                maxValue={10_000}
              />
            </div>
            <Button className="button" onPress={() => put(nested.filter((each) => each.hash !== hash))}>
              {`Take ${names.get(hash) ?? hash.slice(0, 16)} away`}
            </Button>
          </li>
        ))}
      </ul>
      <FindRelease onAdd={add} />
    </section>
  );
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

function FindRelease({ onAdd }: { readonly onAdd: (hash: Sha256, name: string) => void }) {
  const [text, setText] = useState('');
  const words = text.trim();
  const found = useQuery({
    queryKey: ['designs', 'to-contain', words],
    queryFn: ({ signal }) => call(searchDesigns, { query: { q: words, limit: 6 }, signal }),
    enabled: words.length >= 2 && !isHash(words),
  });
  const take = useMutation({
    mutationFn: (releaseId: ReleaseId) => call(readRelease, { params: { releaseId } }),
    onSuccess: ({ hash, title, version }) => {
      onAdd(hash, `${title} ${version}`);
      setText('');
    },
  });
  return (
    <div className="find-release">
      <TextInput label="Find a design, or give the hash of a release" value={text} onChange={setText} maxLength={200} />
      {isHash(words) ? (
        <Button
          className="button"
          onPress={() => {
            onAdd(words, 'Release');
            setText('');
          }}
        >
          Add the release of this hash
        </Button>
      ) : null}
      <ul className="rows" aria-live="polite">
        {found.data && words.length >= 2 && found.data.designs.length === 0 ? <li>No design matches.</li> : null}
        {(words.length >= 2 ? (found.data?.designs ?? []) : []).map(({ id, title, designer, latest }) => (
          <li key={id}>
            <span>
              {title} {latest.version}, {designer}
            </span>
            <Button className="button" aria-label={`Add ${title}`} onPress={() => take.mutate(latest.releaseId)}>
              Add
            </Button>
          </li>
        ))}
      </ul>
      {found.isError ? <ProblemNotice error={found.error} /> : null}
      {take.isError ? <ProblemNotice error={take.error} /> : null}
    </div>
  );
}
