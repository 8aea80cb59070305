// The end of a network: whoever asks ends before whoever answers, and all of it within a quarter of a minute.

import type { ManagedProcess } from './managed-process.js';

/** Rounds of the end, first to last; what is named nowhere (agents) belongs to the first. */
const ROUNDS = [
  { names: [] as readonly string[], graceMs: 3_000 },
  { names: ['gateway'], graceMs: 4_000 },
  { names: ['scheduler'], graceMs: 4_000 },
  { names: ['nats'], graceMs: 1_500 },
  { names: ['postgres'], graceMs: 2_000 },
] as const;

/** Ends processes round by round; one that does not listen is killed after its round's grace. */
export async function stopInOrder(processes: readonly ManagedProcess[]): Promise<void> {
  const named = new Set<string>(ROUNDS.flatMap(({ names }) => [...names]));
  for (const { names, graceMs } of ROUNDS) {
    const round = processes.filter(({ name }) =>
      names.length === 0 ? !named.has(name) : (names as readonly string[]).includes(name),
    );
    await Promise.all(round.map((process) => process.stop(graceMs)));
  }
}
