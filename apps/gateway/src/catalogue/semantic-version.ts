// Versions as semver.org has them, and what people write instead.

// semver.org, the suggested expression for version 2.0.0.
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

/** True for a semantic version. */
export const isSemanticVersion = (text: string): boolean => text.length <= 64 && SEMVER.test(text);

/** `2.1` → `2.1.0`, `v3` → `3.0.0`; undefined for what counts nothing. */
export function semanticVersion(text: string): string | undefined {
  if (isSemanticVersion(text)) return text;
  const [, major, minor = '0', patch = '0'] = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/i.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, patch].map(Number).join('.');
}
