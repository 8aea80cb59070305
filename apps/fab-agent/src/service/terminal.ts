// What a command of the agent may do with the person who typed it.

import type { Refusal } from '#core/kernel/result';

export interface Terminal {
  readonly defaultHome: string;
  readonly say: (text: string) => void;
  /** Says what went wrong, on stderr; the program's exit code is 1 then. */
  readonly fail: (text: string) => void;
}

/** What happened and what to do, in one line. */
export const tellRefusal = ({ message, remedy }: Refusal): string => [message, remedy].filter(Boolean).join(' ');
