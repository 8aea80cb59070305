// From what a lab says about itself to the profile that the network knows.

import type { LabDraft } from '#contracts/http/labs';
import type { LabId, NewId } from '#core/kernel/ids';
import type { LabPrices, LabProfile, Machine } from '#core/lab/lab';

/** What a lab asks that has not said so: minor units of EUR, per hour, kWh, kilogram. */
export const DEFAULT_PRICES: LabPrices = {
  currency: 'EUR',
  machineHourMinor: 150,
  setUpMinor: 200,
  labourHourMinor: 2000,
  energyKwhMinor: 25,
  materialKgMinor: 2500,
};

interface Known {
  readonly id: LabId;
  readonly status: LabProfile['status'];
  /** Machines that have an id already: the same name and process keeps it. */
  readonly machines: readonly Machine[];
}

/** The profile and machines of a draft, with defaults filled in. */
export function profileOf(draft: LabDraft, known: Known, newId: NewId): { profile: LabProfile; machines: Machine[] } {
  const { machines: drafted, prices, processes, ...rest } = draft;
  const left = [...known.machines];
  const machines = drafted.map((machine): Machine => {
    const index = left.findIndex(({ name, process }) => name === machine.name && process === machine.process);
    const same = index < 0 ? undefined : left.splice(index, 1)[0];
    return { id: same?.id ?? newId('machine'), ...machine };
  });
  const profile: LabProfile = {
    ...rest,
    id: known.id,
    processes: [...new Set([...processes, ...machines.map(({ process }) => process)])],
    prices: prices ?? DEFAULT_PRICES,
    status: known.status,
  };
  return { profile, machines };
}

/** True when two values have the same JSON, whatever the order of their keys. */
export const sameJson = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
