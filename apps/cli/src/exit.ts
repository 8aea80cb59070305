// How the program ends: one table of exit codes, and errors told to a person on stderr or to a machine as JSON.

import { z } from 'zod';
import { ApiProblem, Unreachable } from '#contracts/http/call-route';
import type { Refusal } from '#core/kernel/result';

/** Exit codes; a script may rely on them. */
export const EXIT = {
  done: 0,
  /** A bug, or a fault of this machine; of `decision replay`: it is decided differently. */
  fault: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The network refused; the problem says why. */
  refused: 3,
  /** The network cannot be reached, or a part of it is away. */
  unreachable: 4,
  /** Some of the files or rows given cannot be used; the others were. */
  unusableInput: 5,
  /** The order ended without being settled. */
  notSettled: 6,
} as const;

/** Something that the person at the keyboard can mend. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

export interface Told {
  readonly code: number;
  readonly error: { code: string; title: string; detail: string; remedy?: string | undefined; errors?: unknown };
}

/** What to do about a refusal in the words of this program. */
const HINTS: Readonly<Record<string, string>> = {
  'license/missing':
    'Name the licence with --license, e.g. --license CERN-OHL-S-2.0, or in an okh.toml beside the files.',
};

/** An error as what is told of it, with the exit code. */
export function tellOf(error: unknown): Told {
  if (error instanceof ApiProblem) {
    const { code, title, detail, errors, status } = error.problem;
    const remedy = HINTS[code] ?? error.problem.remedy;
    return { code: status >= 500 ? EXIT.unreachable : EXIT.refused, error: { code, title, detail, remedy, errors } };
  }
  if (error instanceof Unreachable) {
    return {
      code: EXIT.unreachable,
      error: {
        code: 'network/unreachable',
        title: 'No network',
        detail: error.message,
        remedy: 'Start one with npm start, or name yours with --url.',
      },
    };
  }
  if (error instanceof InputRefused) {
    const { code, message, remedy } = error.refusal;
    return { code: EXIT.unusableInput, error: { code, title: 'This cannot be used', detail: message, remedy } };
  }
  if (error instanceof z.ZodError) {
    return {
      code: EXIT.unreachable,
      error: {
        code: 'network/other-version',
        title: 'The answer is not understood',
        detail: z.prettifyError(error),
        remedy: 'The network may run another version of Fabcommons than this program.',
      },
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { code: EXIT.fault, error: { code: 'cli/fault', title: 'Something went wrong', detail } };
}
