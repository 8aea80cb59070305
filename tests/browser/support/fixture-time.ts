// When the fixtures are looked at.

export const NOW = Date.parse('2026-11-20T10:00:00Z');
export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
