// Every message of the contracts, found by looking: a message that no list names is found too.

import { z } from 'zod';
import type { MessageDefinition, QuestionDefinition } from '#contracts/define-message';
import * as lab from '#contracts/messages/lab-messages';
import * as making from '#contracts/messages/making-messages';
import * as order from '#contracts/messages/order-messages';
import * as questions from '#contracts/messages/questions';

export type AnyMessage = MessageDefinition<unknown> & Partial<Pick<QuestionDefinition<unknown, unknown>, 'answer'>>;

const isMessage = (value: unknown): value is AnyMessage =>
  typeof value === 'object' && value !== null && 'route' in value && 'schema' in value && 'subject' in value;

/** The name of a message among all: `event.order.placed.v1`. */
export const keyOf = ({ route, name, version }: AnyMessage): string => `${route}.${name}.v${version}`;

/** All messages, by name. */
export const MESSAGES: readonly AnyMessage[] = [order, making, questions, lab]
  .flatMap((module) => Object.values(module).filter(isMessage))
  .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** No metadata: names of schemas are for OpenAPI, and the wire does not know them. */
const NAMELESS = z.registry<Record<string, unknown>>();

/** A schema as JSON Schema, as it is on the wire. */
export const jsonSchemaOf = (schema: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', metadata: NAMELESS });

/** What a released message is held to: subject, data and answer. */
export const frozenForm = (message: AnyMessage): Record<string, unknown> => ({
  subject: message.subject('<labId>'),
  data: jsonSchemaOf(message.schema),
  ...(message.answer ? { answer: jsonSchemaOf(message.answer) } : {}),
});
