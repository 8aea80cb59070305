// One question of a lab to the network. The answer comes to the lab's own inbox, the only one that it may listen to;
// the client in platform/messaging would listen at an inbox without the lab's prefix.

import { z } from 'zod';
import type { QuestionDefinition } from '#contracts/define-message';
import { correlationId } from '#platform/logging/correlation';
import type { NatsConnection } from '#platform/messaging/connection';
import { Unanswered } from '#platform/messaging/questions';

/** How the questions' server wraps an answer, as JSON. */
const replySchema = z.object({ err: z.unknown().optional(), response: z.unknown().optional() });

export interface Asking<T> {
  readonly labId: string;
  readonly data: T;
  readonly withinMs: number;
}

/** The answer, in its agreed form; throws {@link Unanswered} when there is none, and when it is not one. */
export async function askNetwork<T, A>(
  connection: NatsConnection,
  question: QuestionDefinition<T, A>,
  { labId, data, withinMs }: Asking<T>,
): Promise<A> {
  const subject = question.subject(labId);
  const id = correlationId();
  const packet = JSON.stringify({ pattern: subject, id, data: { correlationId: id, data } });
  const message = await connection.request(subject, packet, { timeout: withinMs }).catch((error: unknown) => {
    throw new Unanswered(`${question.name} was not answered: ${String(error)}`);
  });
  const reply = replySchema.safeParse(jsonOf(message.string()));
  const answer = question.answer.safeParse(reply.data?.response);
  if (answer.success) return answer.data;
  const said = reply.data?.err ?? answer.error.message;
  throw new Unanswered(`${question.name} was not answered as agreed: ${JSON.stringify(said).slice(0, 500)}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
