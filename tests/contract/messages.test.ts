// Released messages are frozen: whoever runs an older agent or gateway still understands us, and we them.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineMessage } from '#contracts/define-message';
import { envelopeSchema } from '#contracts/envelope';
import { LAB_DOWN_MESSAGES, LAB_UP_MESSAGES } from '#contracts/messages/lab-messages';
import { ORDER_FACTS } from '#contracts/messages/making-messages';
import { frozenForm, jsonSchemaOf, keyOf, MESSAGES, type AnyMessage } from '../../docs/generator/contract-messages.js';

const GOLDEN = join(import.meta.dirname, 'golden');
const ENVELOPE = 'envelope.json';
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const fileOf = (message: AnyMessage): string => join(GOLDEN, `${keyOf(message)}.json`);

/** What is wrong with a message against its golden file, in words that say what to do; undefined when nothing is. */
function faultOf(message: AnyMessage, golden: string | undefined): string | undefined {
  if (golden === undefined) {
    return `${keyOf(message)} has no golden file. Write it with: UPDATE_GOLDEN=1 npx vitest run tests/contract/messages.test.ts`;
  }
  const now: unknown = JSON.parse(JSON.stringify(frozenForm(message)));
  const same = JSON.stringify(sorted(now)) === JSON.stringify(sorted(JSON.parse(golden)));
  if (same) return undefined;
  return `${keyOf(message)} is released and frozen, and its schema has changed. Leave it as it was and make version ${message.version + 1} beside it.`;
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const goldenOf = (message: AnyMessage): string | undefined =>
  existsSync(fileOf(message)) ? readFileSync(fileOf(message), 'utf8') : undefined;

if (UPDATE) {
  mkdirSync(GOLDEN, { recursive: true });
  // Only what is missing: a frozen file is changed by nobody.
  for (const message of MESSAGES.filter((each) => goldenOf(each) === undefined))
    writeFileSync(fileOf(message), `${JSON.stringify(frozenForm(message), null, 2)}\n`);
  if (!existsSync(join(GOLDEN, ENVELOPE)))
    writeFileSync(join(GOLDEN, ENVELOPE), `${JSON.stringify(jsonSchemaOf(envelopeSchema), null, 2)}\n`);
}

describe('the messages', () => {
  it.each(MESSAGES.map((message) => [keyOf(message), message] as const))('%s is as it was released', (_, message) =>
    expect(faultOf(message, goldenOf(message))).toBeUndefined(),
  );

  it('travel in the envelope that was released', () => {
    const golden: unknown = JSON.parse(readFileSync(join(GOLDEN, ENVELOPE), 'utf8'));
    expect(
      jsonSchemaOf(envelopeSchema),
      'agents in the field read this envelope: it may gain optional fields only',
    ).toEqual(golden);
  });

  it('have no golden file of a message that is gone: what was released is still understood', () => {
    const known = new Set(MESSAGES.map((message) => `${keyOf(message)}.json`));
    expect(readdirSync(GOLDEN).filter((file) => file !== ENVELOPE && !known.has(file))).toEqual([]);
  });

  it('have a subject each', () => {
    const subjects = MESSAGES.map((message) => message.subject('lab_1'));
    expect(subjects.filter((subject, index) => subjects.indexOf(subject) !== index)).toEqual([]);
  });

  it('are listed once where a list says that it names all', () => {
    const named = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name).toSorted();
    const routed = (route: string): readonly AnyMessage[] => MESSAGES.filter((message) => message.route === route);
    expect(named(LAB_DOWN_MESSAGES)).toEqual(named(routed('down')));
    expect(named(LAB_UP_MESSAGES)).toEqual(named(routed('up')));
    const schedulers = routed('event').filter(({ name }) =>
      /^(offer|job|shipment|batch)[.]|^order[.](planned|stranded)$/.test(name),
    );
    expect(named(ORDER_FACTS)).toEqual(named(schedulers));
  });

  it('are named thing.what, and answer exactly when they ask', () => {
    const facts = MESSAGES.filter(({ route }) => ['event', 'up', 'down'].includes(route));
    expect(facts.filter(({ name }) => !/^[a-z]+[.][a-z]+(-[a-z]+)*$/.test(name)).map(keyOf)).toEqual([]);
    expect(MESSAGES.filter(({ route, answer }) => route.endsWith('ask') !== (answer !== undefined)).map(keyOf)).toEqual(
      [],
    );
  });

  it('compare no two clocks: between network and lab there are spans, and never instants', () => {
    const wire = MESSAGES.filter(({ route }) => ['down', 'up', 'pulse', 'lab-ask'].includes(route));
    const instants = wire.filter((message) =>
      /"\w*(?:At|AtMs|Until|UntilMs)":/.test(JSON.stringify(frozenForm(message))),
    );
    expect(instants.map(keyOf)).toEqual([]);
  });

  it('would be caught when changed, and when new', () => {
    const first = defineMessage({
      name: 'kiln.lit',
      route: 'event',
      summary: '',
      schema: z.object({ celsius: z.number() }),
    });
    const golden = JSON.stringify(frozenForm(first));
    const changed = { ...first, schema: z.object({ kelvin: z.number() }) };
    expect(faultOf(first, golden)).toBeUndefined();
    expect(faultOf(changed, golden)).toContain('make version 2');
    expect(faultOf(first, undefined)).toContain('UPDATE_GOLDEN=1');
  });
});
