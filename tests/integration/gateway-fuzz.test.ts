// Requests that nobody means, to every route that takes anything: each is answered as documented or refused in words.
// A failure prints its seed and the smallest request.

import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEMS, problemSchema } from '#contracts/http/problem';
import { ROUTES } from '#contracts/http/routes';
import { withClient } from '../../infra/postgres/databases.js';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { nastyInAddress, nastyJson } from './gateway-nasty.js';
import { anOption, StandInScheduler } from './gateway-scheduler.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

interface Example {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** Whether the address is left as it is, so that the body gets as far as it can. */
  readonly keepParams?: boolean;
}

let net: TestGateway;
let scheduler: StandInScheduler;
let member: Person;
let examples: Record<string, Example>;

beforeAll(async () => {
  net = await startTestGateway({ CREDIT_LIMIT_MINOR: '100000000' });
  scheduler = await StandInScheduler.start(net);
  member = await net.person('designer', 'customer', 'lab-operator');
  examples = await examplesOf();
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

const CURSOR = Buffer.from('[1,"rel_a"]').toString('base64url');
const DRAFT = {
  name: 'Atelier',
  kind: 'fablab',
  at: { lat: 45.76, lon: 4.84 },
  city: 'Lyon',
  country: 'FR',
  url: 'https://example.org/lab',
  utcOffsetMinutes: 60,
  hours: [{ weekday: 1, fromMinute: 540, toMinute: 1080 }],
  processes: ['fdm'],
  machines: [
    { name: 'Mini', process: 'fdm', buildVolumeMm: { x: 180, y: 180, z: 180 }, loaded: [{ material: 'PLA' }] },
  ],
};

/** A request that each route answers well. */
async function examplesOf(): Promise<Record<string, Example>> {
  const release = await publishCube(member, { title: 'Fuzzed' });
  const sha256 = await upload(member, cubeStl(11));
  const lab = (await member.must(201, 'POST', '/api/labs', { body: DRAFT })).profile;
  const { id: keyId } = await member.must(201, 'POST', '/api/me/keys', { body: { name: 'k', scopes: ['labs:write'] } });
  const { code } = await member.must(201, 'POST', `/api/labs/${lab.id}/enrolments`);
  scheduler.options = [anOption(lab.id, lab.name)];
  const quoteBody = { releaseId: release.id, quantity: 1, material: 'PLA', color: 'red', delivery: 'pickup' };
  const to = { at: { lat: 45.7, lon: 4.8 }, label: 'Home' };
  const quote = await member.must(201, 'POST', '/api/quotes', { body: { ...quoteBody, to } });
  const purchase = { quoteId: quote.id, optionId: quote.options[0].id };
  const headers = { 'idempotency-key': randomUUID() };
  const order = await member.must(201, 'POST', '/api/orders', { body: purchase, headers });
  const someone = await net.person('customer');
  const orderParams = { orderId: order.id };
  const shipmentParams = { shipmentId: 'shp_nothing' };
  const labParams = { labId: lab.id };
  return {
    signUp: { body: { email: 'a@example.org', password: 'x'.repeat(12), name: 'A', roles: ['customer'] } },
    signIn: { body: { email: 'a@example.org', password: 'x'.repeat(12) } },
    makeApiKey: { body: { name: 'key', scopes: ['orders:read'] } },
    revokeApiKey: { params: { keyId } },
    appoint: { params: { accountId: someone.id }, body: { roles: ['customer', 'designer'] }, keepParams: true },
    hasFiles: { body: { sha256s: [sha256, '0'.repeat(64)] } },
    getFile: { params: { sha256: release.parts[0].fileSha256 } },
    publishRelease: {
      body: {
        slug: 'fuzzed-more',
        version: '1.0.0',
        title: 'Fuzzed more',
        summary: 'Words.',
        license: 'MIT',
        files: [{ path: 'a.stl', sha256 }],
        parts: [{ path: 'a.stl', name: 'a', quantity: 2, process: 'fdm', materials: ['PLA'], infillPercent: 20 }],
      },
    },
    getThumbnail: { params: { sha256: release.parts[0].fileSha256 } },
    repairFile: { params: { sha256 }, body: { fileName: 'a.stl', accept: false }, keepParams: true },
    lookAtUpload: { params: { uploadId: '0'.repeat(32) } },
    continueUpload: { params: { uploadId: '0'.repeat(32) } },
    dropUpload: { params: { uploadId: '0'.repeat(32) } },
    readUpload: { params: { uploadId: '0'.repeat(32) } },
    readRelease: { params: { releaseId: release.id } },
    ...(await commonsExamples(release, sha256)),
    withdrawRelease: { params: { releaseId: 'rel_nothing' } },
    searchDesigns: {
      query: {
        q: 'fuzzed',
        license: 'MIT',
        process: 'fdm',
        material: 'PLA',
        licenseClass: 'anyone',
        maxMm: '100',
        near: '45.7,4.8',
        withinKm: '50',
        sort: 'most-made',
        cursor: CURSOR,
        limit: '5',
      },
    },
    readDesign: { params: { slug: 'fuzzed' } },
    listLabs: { query: { lat: '45', lon: '4', q: 'a', limit: '3' } },
    readLab: { params: labParams },
    addLab: { body: DRAFT },
    changeLab: { params: labParams, body: DRAFT, keepParams: true },
    importLabs: { body: { labs: [{ sourceId: '1', source: 'a list', draft: DRAFT }] } },
    openEnrolment: { params: labParams },
    redeemEnrolment: { body: { code } },
    revokeAgents: { params: labParams },
    sayBack: { params: labParams },
    listPlaces: { query: { q: 'Ly', limit: '3' } },
    requestQuote: { body: { ...quoteBody, to } },
    readQuote: { params: { quoteId: quote.id } },
    placeOrder: { body: purchase },
    listOrders: { query: { cursor: CURSOR, limit: '3' } },
    readOrder: { params: orderParams },
    watchOrder: { params: { orderId: 'ord_nothing' } },
    answerCounterOffer: {
      params: { ...orderParams, offerId: 'ofr_1' },
      body: { accepted: true },
      keepParams: true,
    },
    answerPrototype: { params: orderParams, body: { goOn: true }, keepParams: true },
    chooseLab: { params: orderParams, body: { labId: lab.id }, keepParams: true },
    cancelOrder: { params: orderParams, body: { reason: 'because' }, keepParams: true },
    handOver: { params: shipmentParams, body: { code: '000000' }, keepParams: true },
    ship: { params: shipmentParams, body: { carrier: 'DHL', tracking: '1' }, keepParams: true },
    labWork: { params: labParams },
    orderLedger: { params: orderParams },
    recordPayment: { params: orderParams, body: { reference: 'bank 1' }, keepParams: true },
    listUnmetDemand: { query: { process: 'fdm', limit: '5' } },
    readDecision: { params: { decisionId: 'dec_nothing' } },
    readDecisionInputs: { params: { decisionId: 'dec_nothing' } },
    readDecisionInput: { params: { decisionId: 'dec_nothing', sha256: '0'.repeat(64) } },
    getPlate: { params: { sha256: '0'.repeat(64) }, query: { ticket: 'lab_a.1.x' } },
  };
}

/** Requests about drafts, changes, reviews, makes and conversations. */
async function commonsExamples(
  release: { id: string; slug: string },
  sha256: string,
): Promise<Record<string, Example>> {
  const contents = {
    title: 'A draft',
    summary: 'Words.',
    license: 'MIT',
    files: [{ path: 'a.stl', sha256 }],
    parts: [{ path: 'a.stl', quantity: 2, layerMm: 0.2, perimeters: 3, variant: { group: 'size', name: 'large' } }],
    boughtIn: [{ name: 'M3 × 10', quantity: 4, unit: 'pieces', link: 'https://example.org/m3' }],
    tools: [{ name: 'hex key' }],
    steps: [{ title: 'First', text: 'Screw it together.', pictures: ['a.png'], parts: ['a.stl'] }],
    changes: 'Everything.',
  };
  const body = { from: 'files', contents };
  const draft = await member.must(201, 'POST', '/api/drafts', { body });
  const params = { draftId: draft.id };
  const about = { params: { releaseId: release.id } };
  const ofDesign = { slug: release.slug };
  const thread = await member.must(201, 'POST', `/api/designs/${release.slug}/threads`, {
    body: { subject: 'A question', text: 'Does it hold?' },
  });
  const changeParams = { changeId: 'chg_nothing' };
  return {
    diffReleases: { params: { releaseId: release.id, otherId: release.id } },
    exportManifest: { ...about, query: { format: 'okh-v1' } },
    readAttribution: about,
    printAttribution: { ...about, query: { copies: '2' } },
    setMaintainers: { params: ofDesign, body: { accountIds: [member.id] }, keepParams: true },
    atomFeed: { query: { design: release.slug } },
    jsonFeed: { query: { design: release.slug } },
    startDraft: { body },
    readDraft: { params },
    changeDraft: { params, body: { revision: 1, contents }, keepParams: true },
    dropDraft: { params: { draftId: 'drf_nothing' } },
    publishDraft: { params, body: { revision: 99 }, keepParams: true },
    suggestChange: { params, body: { revision: 1, message: 'Better.' }, keepParams: true },
    listChanges: { params: ofDesign },
    readChange: { params: changeParams },
    decideChange: { params: changeParams, body: { verdict: 'accepted', version: '2.0.0' }, keepParams: true },
    listReviews: about,
    reviewRelease: { ...about, body: { verdict: 'validated', note: 'Made it.' }, keepParams: true },
    listMakes: { params: ofDesign, query: { cursor: CURSOR } },
    reportMake: {
      params: { jobId: 'job_nothing' },
      body: { outcome: 'good', note: 'Fine.', settings: { layer: '0.2 mm' } },
      keepParams: true,
    },
    getPhoto: { params: { makeId: 'mak_nothing' } },
    listThreads: { params: ofDesign, query: { cursor: CURSOR } },
    openThread: { params: ofDesign, body: { subject: 'Why?', text: 'Because.' }, keepParams: true },
    replyToThread: { params: { threadId: thread.id }, body: { text: 'Yes.' }, keepParams: true },
    closeThread: { params: { threadId: thread.id }, body: { state: 'open' }, keepParams: true },
    removePost: { params: { postId: 'pst_nothing' } },
  };
}

const TAKES_SOMETHING = ROUTES.filter(
  ({ params, query, body }) => params ?? query ?? (body === 'stream' ? undefined : body),
);

interface Fuzzed {
  readonly address: string;
  readonly body: string | undefined;
}

/** Requests to one route; those with a body get their bodies changed, the others their addresses. */
function fuzzed(path: string, { params = {}, query = {}, body, keepParams = false }: Example): fc.Arbitrary<Fuzzed> {
  const spoil = (texts: Record<string, string>): fc.Arbitrary<Record<string, string>> =>
    Object.keys(texts).length === 0
      ? fc.constant({})
      : fc
          .tuple(fc.constantFrom(...Object.keys(texts)), nastyInAddress)
          .map(([name, value]) => ({ ...texts, [name]: value }));
  return fc
    .record({
      params: keepParams ? fc.constant(params) : spoil(params),
      query: spoil(query),
      body: body === undefined ? fc.constant(undefined) : nastyJson(body),
    })
    .map((request) => {
      const filled = path.replace(/:(\w+)/g, (_, name: string) => request.params[name]!);
      const search = Object.entries(request.query).map(([name, value]) => `${name}=${value}`);
      return { address: search.length === 0 ? filled : `${filled}?${search.join('&')}`, body: request.body };
    });
}

/** FAB_FUZZ_RUNS=2000 for a long search. */
const RUNS = Number(process.env['FAB_FUZZ_RUNS'] ?? 60);
const KNOWN = new Set<string>(Object.keys(PROBLEMS));

describe('whatever is sent, the answer is the documented one or a problem with a known code', () => {
  test.each(TAKES_SOMETHING)('$id', async ({ id, method, path, access, status }) => {
    const example = examples[id];
    if (example === undefined) throw new Error(`${id} needs an example here`);
    const who = access !== 'anyone' && access !== 'member' && access[0] === 'steward' ? net.steward : member;
    await fc.assert(
      fc.asyncProperty(fuzzed(path, example), async ({ address, body }) => {
        const headers: Record<string, string> = { 'idempotency-key': randomUUID() };
        if (body !== undefined) headers['content-type'] = 'application/json';
        const answer = await who.ask(method, address, { headers, ...(body === undefined ? {} : { body }) });
        if (answer.status === status) return;
        // An answer to HEAD has no body that could say why.
        if (method === 'HEAD') {
          expect(answer.status).toBeLessThan(500);
          return;
        }
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        const problem = problemSchema.parse(answer.body);
        expect(problem.status).toBe(answer.status);
        expect(problem.status).toBeLessThan(500);
        if (!problem.code.startsWith('mesh/')) expect(KNOWN).toContain(problem.code);
      }),
      { numRuns: RUNS },
    );
    await net.anyone().must(200, 'GET', '/readyz');
  });
});

test('after all of it nothing is half-written', async () => {
  const { rows } = await withClient(net.database.adminUrl, (client) =>
    client.query(`select
      (select count(*)::int from gateway.placed_order) as orders,
      (select count(*)::int from gateway.ledger_transaction where kind = 'hold') as holds,
      (select count(*)::int from gateway.kept_answer where answer is null) as unanswered,
      (select count(*)::int from gateway.release r where not exists
        (select 1 from gateway.release_file f where f.release_id = r.id)) as empty_releases`),
  );
  expect(rows[0].orders).toBeGreaterThan(1);
  expect(rows).toMatchObject([{ holds: rows[0].orders, unanswered: 0, empty_releases: 0 }]);
  expect(
    (await net.steward.must(200, 'GET', '/api/selfcheck')).checks.filter((check: { ok: boolean }) => !check.ok),
  ).toEqual([]);
});
