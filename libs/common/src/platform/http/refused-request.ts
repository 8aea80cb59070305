// A refusal on its way out of the HTTP layer, where only exceptions travel.

import type { Refusal, Result } from '#core/kernel/result';

/** Carries a refusal to the problem filter. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly refusal: Refusal,
    readonly errors?: readonly { readonly path: string; readonly message: string }[],
  ) {
    super(refusal.message);
  }
}

/** The value of a result; its refusal flies to the problem filter. */
export function valueOrRefused<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RefusedRequest(result.refusal);
}
