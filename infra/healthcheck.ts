// For containers without curl: exit code 0 when the address given answers with success.

const address = process.argv[2] ?? '';
try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(3_000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`${address}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
export {};
