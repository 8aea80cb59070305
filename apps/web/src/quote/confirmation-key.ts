// One key per confirmation: pressing twice, or again after a lost answer or a reload, buys once.

const BYTES = 16;

/** The Idempotency-Key of ordering this option in this tab, for one choice of how long it may wait. */
export function keyOfConfirmation(quoteId: string, optionId: string, canWaitHours: number): string {
  const name = `order-key/${quoteId}/${optionId}/${canWaitHours}`;
  try {
    const kept = sessionStorage.getItem(name);
    if (kept !== null) return kept;
    const key = newKey();
    sessionStorage.setItem(name, key);
    return key;
  } catch {
    return newKey(); // Storage is closed to us: the key lives as long as the page.
  }
}

// `crypto.randomUUID` is missing on plain HTTP, as on a LAN.
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('');
