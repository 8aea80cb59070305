// The OpenAPI 3.1 document of a table of routes.

import { z } from 'zod';
import type { AnyRoute } from '#contracts/http/define-route';
import { PROBLEMS, problemSchema } from '#contracts/http/problem';

type Json = Readonly<Record<string, unknown>>;

/** One document for all routes; schemas are JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export function openApiOf(routes: readonly AnyRoute[], serverUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z0-9]+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Fabcommons',
      version: '1',
      description:
        'Publish a design once; have it made by the closest lab that can. Every refusal is problem+json (RFC 9457).',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      responses: {
        Problem: {
          description: `A refusal or a fault. Codes: ${Object.keys(PROBLEMS).join(', ')}.`,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'fab_session' },
        key: { type: 'http', scheme: 'bearer', description: 'An API key, fab_…' },
      },
    },
  };
}

function operationOf(route: AnyRoute): Json {
  const { access, scope } = route;
  const who =
    access === 'anyone'
      ? 'Open to anyone.'
      : access === 'member'
        ? 'For any account.'
        : `For the role ${access.join(' or ')}.`;
  return {
    operationId: route.id,
    summary: route.summary,
    description: scope ? `${who} An API key needs the scope ${scope}.` : who,
    security: access === 'anyone' ? [] : [{ session: [] }, { key: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: bodyOf(route.body) } }),
    responses: { [route.status]: answerOf(route), default: { $ref: '#/components/responses/Problem' } },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key with the same body has one effect and one answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

const bodyOf = (body: z.ZodType | 'stream'): Json =>
  body === 'stream'
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: schemaOf(body, 'input') } };

function answerOf({ answer, summary, path }: AnyRoute): Json {
  if (answer === 'nothing') return { description: 'Done.' };
  if (answer !== 'stream')
    return { description: summary, content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
  const type = path.endsWith('/events') ? 'text/event-stream' : 'application/octet-stream';
  return { description: summary, content: { [type]: { schema: { type: 'string' } } } };
}

// The contract's ids for schemas repeat in every fragment: none of them is taken over.
const NO_IDS = z.registry<{ id?: string }>();

/** A zod schema as JSON Schema; what comes out of a transform is described by what goes in. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    metadata: NO_IDS,
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod;
      if (io === 'output' && def.type === 'pipe' && def.out._zod.def.type === 'transform')
        Object.assign(jsonSchema, schemaOf(def.in as z.ZodType, io));
    },
  });
  return inlined(json, (json['$defs'] ?? {}) as Record<string, Json>) as Json;
}

/** References into `$defs` of a fragment would not resolve inside the whole document: put the definitions in place. */
function inlined(node: unknown, definitions: Readonly<Record<string, Json>>): unknown {
  if (Array.isArray(node)) return node.map((each) => inlined(each, definitions));
  if (node === null || typeof node !== 'object') return node;
  const { $ref, $defs: _, ...rest } = node as Record<string, unknown>;
  const name = typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : undefined;
  const merged = name === undefined ? rest : { ...definitions[name], ...rest };
  return Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, inlined(value, definitions)]));
}
