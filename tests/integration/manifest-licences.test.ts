// The classes of licences as they were judged by hand, and every id of the SPDX list. The data is not part of the repository: read when present.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mustBeOk } from '#core/kernel/result';
import { judgeLicense } from '#core/licensing/judge-license';

const FOLDER = new URL('../../../shared/data/licences/', import.meta.url);
const present = existsSync(FOLDER);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

const rows = present
  ? read('licence_classes.csv').trim().split(/\r?\n/).slice(1).map((line) => line.split(',')) // prettier-ignore
  : [];
const SAME: Readonly<Record<string, string>> = { 'strongly-reciprocal': 'reciprocal' };

describe.runIf(present)('licences', () => {
  test.each(rows.filter(([id]) => id !== 'NOASSERTION').map((row) => [row[0]!, row] as const))(
    '%s is judged as by hand',
    (id, row) => {
      const [, class_ = '', sell = '', open = '', attribution = ''] = row;
      const terms = mustBeOk(judgeLicense(id));
      expect(terms.class).toBe(SAME[class_] ?? class_);
      expect(terms.commercial).toBe(
        sell.startsWith('only worker') ? 'worker-owned' : sell.startsWith('no') ? 'nobody' : 'anyone',
      );
      expect(terms.attribution).toBe(attribution === 'yes');
      expect(terms.changes.allowed).toBe(open !== 'n/a');
      // Of the Peer Production Licence this is unsettled, and held to be so until it is settled.
      if (!open.startsWith('see')) expect(terms.shareAlike).toBe(open.startsWith('yes'));
    },
  );

  test('what names no licence permits nothing', () => expect(judgeLicense('NOASSERTION')).toMatchObject({ ok: false }));

  test('every id of the list is answered, and every deprecated one is told', () => {
    const ids = JSON.parse(read('spdx-ids.json')) as string[];
    const deprecated = JSON.parse(read('spdx-ids-deprecated.json')) as string[];
    const answers = [...ids, ...deprecated].map((id) => [id, judgeLicense(id)] as const);
    const unread = answers.filter(([, answer]) => !answer.ok).map(([id]) => id);
    expect(unread).toEqual([]);
    const untold = deprecated.filter((id) => mustBeOk(judgeLicense(id)).notes.length === 0);
    expect(untold).toEqual([]);
  });
});
