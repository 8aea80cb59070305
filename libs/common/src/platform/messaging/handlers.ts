// The words in which a program's handlers.ts lists all that the program does.

import type { MessageDefinition, QuestionDefinition } from '#contracts/define-message';
import type { Envelope } from '#contracts/envelope';

/** What a use case is told beside the data. `Unit` is the unit of work: a transaction, or the agent's journal. */
export interface Context<Unit> {
  readonly envelope: Envelope<unknown>;
  /** The lab in the subject: proven by its credential, unlike anything in the body. */
  readonly labId: string | undefined;
  readonly unit: Unit;
}

/** A use case that a fact sets off. */
export interface HandlesMessage<T, Unit> {
  handle(data: T, context: Context<Unit>): Promise<void>;
}
/** A use case that answers a question. */
export interface AnswersQuestion<T, A> {
  answer(data: T, labId: string | undefined): Promise<A>;
}
/** A use case that the clock sets off. */
export interface RunsRegularly {
  run(): Promise<void>;
}
/** A use case that hears telemetry. */
export interface HearsPulse<T> {
  hear(data: T, labId: string): void;
}

/** A class token of the container. */
export type Token<T> = abstract new (...args: never[]) => T;

export type Handler =
  | {
      readonly kind: 'on';
      readonly message: MessageDefinition<unknown>;
      readonly useCase: Token<HandlesMessage<never, never>>;
    }
  | {
      readonly kind: 'answer';
      readonly question: QuestionDefinition<unknown, unknown>;
      readonly useCase: Token<AnswersQuestion<never, unknown>>;
    }
  | { readonly kind: 'every'; readonly ms: number; readonly useCase: Token<RunsRegularly> }
  | { readonly kind: 'hear'; readonly message: MessageDefinition<unknown>; readonly useCase: Token<HearsPulse<never>> };

/** A fact sets off a use case, at least once delivered, effective once. */
export const on = <T, Unit>(
  message: MessageDefinition<T>,
  useCase: Token<HandlesMessage<NoInfer<T>, Unit>>,
): Handler => ({ kind: 'on', message: message as MessageDefinition<unknown>, useCase: useCase as never });

/** A question is answered by a use case. */
export const answer = <T, A>(
  question: QuestionDefinition<T, A>,
  useCase: Token<AnswersQuestion<NoInfer<T>, NoInfer<A>>>,
): Handler => ({
  kind: 'answer',
  question: question as QuestionDefinition<unknown, unknown>,
  useCase: useCase as never,
});

/** The clock sets off a use case; a run that takes longer than the interval is not overtaken by the next. */
export const every = (ms: number, useCase: Token<RunsRegularly>): Handler => ({ kind: 'every', ms, useCase });

/** Telemetry is heard by a use case: unstored, and in every process. */
export const hear = <T>(message: MessageDefinition<T>, useCase: Token<HearsPulse<NoInfer<T>>>): Handler => ({
  kind: 'hear',
  message: message as MessageDefinition<unknown>,
  useCase: useCase as never,
});
