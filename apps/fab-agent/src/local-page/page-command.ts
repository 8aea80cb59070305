// A form of the page as a command at the agent's door.

import { z } from 'zod';
import type { Command } from '../home/door.js';
import { CONFIRMED_STEPS } from '../machines/machine.js';

const id = z.string().min(1).max(200);
const because = z.string().trim().max(400);

const formSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('accept'), id }),
  z.object({ say: z.literal('decline'), id, because: because.min(1) }),
  z.object({ say: z.literal('cleared'), id }),
  z.object({ say: z.literal('good'), id }),
  z.object({ say: z.literal('bad'), id, because: because.min(1) }),
  z.object({ say: z.literal('confirm'), id, step: z.enum(CONFIRMED_STEPS) }),
  z.object({ say: z.literal('pause'), because: because.max(200).default('') }),
  z.object({ say: z.literal('resume') }),
]);

/** The command of a form, or undefined for a form that this page does not have. */
export function commandOf(fields: URLSearchParams): Command | undefined {
  const parsed = formSchema.safeParse(Object.fromEntries(fields));
  if (!parsed.success) return undefined;
  const form = parsed.data;
  switch (form.say) {
    case 'accept':
      return { answer: form.id };
    case 'decline':
      return { answer: form.id, declinedBecause: form.because };
    case 'cleared':
      return { bedCleared: form.id };
    case 'good':
      return { piecesOf: form.id };
    case 'bad':
      return { piecesOf: form.id, bad: form.because };
    case 'confirm':
      return { confirm: form.id, step: form.step };
    case 'pause':
      return { paused: true, because: form.because };
    case 'resume':
      return { paused: false };
  }
}
