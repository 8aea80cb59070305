// A real gateway in this process, on a database and a broker of the test's own, and people who use it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { makeLogger } from '#platform/logging/logger';
import type { Role } from '#contracts/http/define-route';
import { readSettings } from '../../apps/gateway/src/settings.js';
import { startGateway, type RunningGateway } from '../../apps/gateway/src/start-gateway.js';
import { startNats, type TestNats } from '../support/nats.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

const TOWNS = `geonameid,name,country,admin1,feature,population,lat,lon
2996944,Lyon,FR,84,PPLA,522250,45.74846,4.84671
6454409,"Saint-Étienne, Loire",FR,84,PPLA2,172565,45.43389,4.39
2867714,München,DE,02,PPLA,1512491,48.13743,11.57549
`;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers freely
  readonly body: any;
}

interface Request {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Someone with or without an account. */
export class Person {
  constructor(
    private readonly url: string,
    readonly headers: Record<string, string> = {},
    readonly id = '',
  ) {}

  async ask(method: string, path: string, { body, headers = {} }: Request = {}): Promise<Answer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const type = body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...this.headers, ...type, ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text };
  }

  /** The body of an answer that must have this status. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers freely
  async must(status: number, method: string, path: string, request: Request = {}): Promise<any> {
    const answer = await this.ask(method, path, request);
    if (answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export interface TestGateway {
  readonly url: string;
  readonly nats: TestNats;
  readonly database: TestDatabase;
  readonly dir: string;
  readonly gateway: RunningGateway;
  readonly steward: Person;
  anyone(): Person;
  person(...roles: Role[]): Promise<Person>;
  another(): Promise<RunningGateway>;
  stop(): Promise<void>;
}

/** Starts Postgres database, broker and gateway; call `stop` in afterAll. */
export async function startTestGateway(extra: Record<string, string> = {}): Promise<TestGateway> {
  const [nats, database] = await Promise.all([startNats(), createDatabase()]);
  const dir = mkdtempSync(join(tmpdir(), 'fabcommons-gateway-'));
  mkdirSync(join(dir, 'places'), { recursive: true });
  writeFileSync(join(dir, 'places', 'cities5000.csv.gz'), gzipSync(TOWNS));
  const settings = readSettings({
    DATABASE_URL: database.gatewayUrl,
    NATS_URL: nats.url,
    NATS_CREDS: nats.files.gatewayCreds,
    NATS_LAB_SIGNING_SEED_FILE: nats.files.labSigningSeed,
    NATS_ACCOUNT_PUBLIC_KEY: nats.identity.account,
    NATS_SYSTEM_CREDS: nats.files.systemCreds,
    NATS_OPERATOR_SEED_FILE: nats.files.operatorSigningSeed,
    BLOB_DIR: join(dir, 'blobs'),
    SECRETS_DIR: join(dir, 'secrets'),
    DATA_DIR: dir,
    PORT: '0',
    RATE_LIMIT: 'off',
    CHECK_ANSWERS: 'on',
    ...extra,
  });
  const logger = makeLogger('gateway', process.env['LOG_LEVEL'] ?? 'silent');
  const gateway = await startGateway(settings, logger);
  const { url } = gateway;
  const { apiKey } = JSON.parse(readFileSync(join(dir, 'secrets', 'steward.json'), 'utf8')) as { apiKey: string };
  const steward = new Person(url, { authorization: `Bearer ${apiKey}` });
  const others: RunningGateway[] = [];
  return {
    url,
    nats,
    database,
    dir,
    gateway,
    steward,
    anyone: () => new Person(url),
    async person(...roles) {
      const account = {
        email: `${randomUUID()}@example.org`,
        password: 'correct horse battery',
        name: 'Somebody',
        roles,
      };
      const answer = await new Person(url).ask('POST', '/api/accounts', { body: account });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
      return new Person(url, { cookie }, answer.body.id);
    },
    async another() {
      const more = await startGateway(settings, logger);
      others.push(more);
      return more;
    },
    async stop() {
      for (const running of [gateway, ...others]) await running.stop();
      await nats.stop();
      await database.drop();
      rmSync(dir, {
        recursive: true,
        force: true,
      });
    },
  };
}
