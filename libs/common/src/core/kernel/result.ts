/** An expected outcome that may be a refusal. Bugs throw; refusals are values. */
export type Result<T, E extends Refusal = Refusal> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E extends Refusal> {
  readonly ok: false;
  readonly refusal: E;
}

/**
 * Why something was not done, said to a person: `code` is stable and `thing/what`, `message` says what happened to
 * which thing, `remedy` what to do about it.
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly remedy?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

/** A refusal as a result; `more` adds the remedy and machine-readable details. */
export const refuse = <Code extends string>(
  code: Code,
  message: string,
  more: Omit<Refusal<Code>, 'code' | 'message'> = {},
): Err<Refusal<Code>> => ({ ok: false, refusal: { code, message, ...more } });

/** The value, or a thrown bug: for places where a refusal has been ruled out before. */
export function mustBeOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected refusal ${result.refusal.code}: ${result.refusal.message}`);
}
