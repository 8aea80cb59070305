// Whether this Node can run the network, said before anything else is tried.

const SUPPORTED = [
  { major: 20, minor: 19 },
  { major: 22, minor: 13 },
  { major: 24, minor: 11 },
];

/**
 * The sentence for a Node that is too old, undefined for one that will do.
 * @param {string} version such as 20.19.0
 */
export function complaintAboutNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const newest = SUPPORTED[SUPPORTED.length - 1];
  if (major > newest.major) return undefined;
  const line = SUPPORTED.find((supported) => supported.major === major);
  if (line !== undefined && minor >= line.minor) return undefined;
  return `Fabcommons needs Node 20.19, 22.13, 24.11 or newer, and this is Node ${version}. Install one from https://nodejs.org (or with "nvm install 24") and try again.`;
}

/** Ends the program with the sentence when Node is too old. */
export function requireNode() {
  const complaint = complaintAboutNode(process.versions.node);
  if (complaint === undefined) return;
  console.error(complaint);
  process.exit(1);
}
