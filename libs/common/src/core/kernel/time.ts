// Instants are milliseconds since the Unix epoch, always an argument, never read here.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type AtMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** An instant as ISO 8601 in UTC, e.g. `2026-11-21T06:41:00.000Z`. */
export const toIso = (atMs: AtMs): string => new Date(atMs).toISOString();
