// What the interface tells of the commons around a design: drafts, changes, reviews, makes, conversations.

import { at } from './fixture-time.js';
import { account, release, sha } from './fixtures.js';

const grace = { id: 'acc_2', name: 'Grace Example' };
const ada = { id: account.id, name: account.name };

export const design = {
  id: 'dsg_1',
  slug: release.slug,
  title: release.title,
  release,
  releases: [
    { id: 'rel_1', version: '1.2.0', status: 'unreviewed', publishedAt: at(-9000) },
    { id: 'rel_0', version: '1.1.0', status: 'validated', publishedAt: at(-90_000) },
  ],
  maintainers: [grace, ada],
  forks: [{ slug: 'design-4', title: 'Wall bracket, wide', designer: 'Edsger Example' }],
  made: 12,
};

export const diff = {
  from: { releaseId: 'rel_0', version: '1.1.0' },
  to: { releaseId: 'rel_1', version: '1.2.0' },
  facts: [{ what: 'summary', before: 'Holds a shelf.', after: 'Holds a shelf board.' }],
  parts: [
    { name: 'Bracket 1', change: 'changed', facts: [{ what: 'volume', before: '11.9 cm³', after: '12.5 cm³' }] },
    { name: 'Bracket 2', change: 'added', facts: [] },
  ],
  files: [
    { path: 'bracket-2.stl', change: 'added' },
    { path: 'docs/readme.md', change: 'moved', before: 'readme.md' },
  ],
};

export const change = {
  id: 'chg_1',
  slug: release.slug,
  author: { id: 'acc_3', name: 'Alan Example' },
  message: 'A rib at the corner.\nIt broke there twice.',
  state: 'open',
  basedOn: 'rel_1',
  contents: { files: [] },
  diff,
  suggestedAt: at(-300),
};

export const draft = {
  id: 'drf_1',
  revision: 3,
  title: 'Wall bracket',
  contents: {
    title: 'Wall bracket',
    license: 'CERN-OHL-S-2.0',
    files: [
      { path: 'stl/arm_x4.stl', sha256: sha('1') },
      { path: 'stl/base.stl', sha256: sha('2') },
      { path: 'plate.dxf', sha256: sha('3') },
      { path: 'docs/step.png', sha256: sha('5') },
      { path: 'okh.toml', sha256: sha('6') },
    ],
    parts: [{ path: 'stl/base.stl', quantity: 1, infillPercent: 100, materials: ['PETG'] }],
    boughtIn: [{ name: 'Screw M3 × 12', quantity: 4 }],
    tools: [{ name: 'Screwdriver' }],
    steps: [{ text: 'Put it together.', pictures: ['docs/step.png'], parts: ['stl/base.stl'] }],
    nested: [{ hash: sha('d'), quantity: 2 }],
    forkOf: 'rel_9',
  },
  findings: [
    { kind: 'understood', field: 'title', message: 'The title is “Wall bracket”.', line: 2 },
    { kind: 'guessed', field: 'license', message: '“CERN Open Hardware” was read as CERN-OHL-S-2.0.', line: 5 },
    { kind: 'missing', field: 'parts.plate.dxf', message: 'plate.dxf is a drawing: say whether it is cut.' },
  ],
  proposals: [
    { path: 'stl/arm_x4.stl', quantity: 4, reason: '“_x4” in the file’s name reads as 4 pieces; please confirm.' },
  ],
  basedOn: 'rel_9',
  createdAt: at(-500),
  changedAt: at(-20),
};

export const reviews = {
  status: 'validated',
  reviews: [
    {
      id: 'rev_2',
      by: { id: 'acc_4', name: 'Barbara Example' },
      verdict: 'validated',
      note: 'Printed two, both hold.',
      at: at(-60),
      superseded: false,
      counts: true,
    },
    {
      id: 'rev_1',
      by: { id: 'acc_4', name: 'Barbara Example' },
      verdict: 'flagged',
      note: 'The corner is thin.',
      at: at(-600),
      superseded: true,
      counts: true,
    },
  ],
};

export const makes = {
  makes: [
    {
      id: 'mak_1',
      version: '1.2.0',
      by: ada,
      lab: { id: 'lab_1', name: 'Fablab 1' },
      settings: { machine: 'Printer 1', material: 'PLA' },
      outcome: 'usable',
      pieces: 2,
      note: 'One corner lifted.',
      photoSha256: sha('5'),
      at: at(-30),
    },
    { id: 'mak_2', version: '1.1.0', settings: {}, outcome: 'failed', pieces: 1, at: at(-3000) },
  ],
  good: 4,
  failed: 1,
};

export const thread = {
  id: 'thr_1',
  subject: 'Does it fit a 22 mm board?',
  state: 'open',
  posts: [
    { id: 'pst_1', by: ada, text: 'Mine is 22 mm.\nDid anybody try?', at: at(-200) },
    { id: 'pst_2', by: grace, at: at(-100) },
  ],
};

export const attribution = {
  lines: ['Wall bracket 1.2.0', 'by Grace Example', 'CERN-OHL-S-2.0'],
  sourceUrl: 'https://example.org/designs/wall-bracket',
  duties: [{ duty: 'attribution', clause: 'CERN-OHL-S-2.0 §3.1' }],
  note: 'This is information about what licences say. It is not legal advice.',
};
