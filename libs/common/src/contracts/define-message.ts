// One definition per message; type, parser, subject and documentation follow from it.

import type { z } from 'zod';
import { subjectOf, type Route } from './subjects.js';

/** A message: `name` is `thing.happened` for facts and `thing.verb` for commands and questions. */
export interface MessageDefinition<T> {
  readonly name: string;
  readonly version: number;
  readonly route: Route;
  readonly summary: string;
  readonly schema: z.ZodType<T>;
  /** The subject, for one lab where the route has one; `*` for all labs. */
  readonly subject: (labId?: string) => string;
}

/** A question: a message with an answer. */
export interface QuestionDefinition<T, A> extends MessageDefinition<T> {
  readonly answer: z.ZodType<A>;
}

interface Spec<T> {
  name: string;
  version?: number;
  route: Route;
  summary: string;
  schema: z.ZodType<T>;
}

/** Defines a message; a changed schema is a new version, because released ones are frozen by golden files. */
export function defineMessage<T>(spec: Spec<T>): MessageDefinition<T> {
  const { version = 1, ...rest } = spec;
  return { ...rest, version, subject: (labId) => subjectOf({ route: spec.route, name: spec.name, version, labId }) };
}

/** Defines a question with its answer. */
export function defineQuestion<T, A>(spec: Spec<T> & { answer: z.ZodType<A> }): QuestionDefinition<T, A> {
  return { ...defineMessage(spec), answer: spec.answer };
}

/** The data type of a message definition. */
export type DataOf<M> = M extends MessageDefinition<infer T> ? T : never;
/** The answer type of a question definition. */
export type AnswerOf<Q> = Q extends QuestionDefinition<unknown, infer A> ? A : never;
