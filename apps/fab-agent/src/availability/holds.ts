// What keeps a machine from beginning something: the lab is paused, or the machine is serviced.

import { SECOND_MS, toIso, type AtMs } from '#core/kernel/time';
import type { Maintenance } from './availability-settings.js';

export interface HoldCase {
  readonly paused: { readonly because: string } | undefined;
  readonly maintenance: readonly Maintenance[];
  readonly machine: { readonly id: string; readonly name: string };
  readonly nowMs: AtMs;
  /** How long the machine would be at work; 0: whether it is held now. */
  readonly seconds: number;
}

/** What a start waits for, in words; undefined: nothing. What would run into a maintenance waits for its end. */
export function holdOf({ paused, maintenance, machine, nowMs, seconds }: HoldCase): string | undefined {
  if (paused !== undefined) return `the lab to go on: it is paused${paused.because ? ` (${paused.because})` : ''}`;
  const endMs = nowMs + seconds * SECOND_MS;
  const inWay = maintenance.find(({ machine: asked, from, to }) => {
    const isMeant = asked === undefined || asked === machine.id || asked.toLowerCase() === machine.name.toLowerCase();
    return isMeant && Date.parse(to) > nowMs && Date.parse(from) <= endMs;
  });
  return inWay && `the end of ${inWay.why} at ${toIso(Date.parse(inWay.to)).slice(0, 16)} UTC`;
}
