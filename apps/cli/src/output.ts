// What a command prints: JSON on stdout for machines, sentences for people; progress on stderr, only at a terminal.

import cliProgress from 'cli-progress';

export interface Output {
  readonly json: boolean;
  /** A line for people; nothing with --json. */
  say(line: string): void;
  /** The result: as JSON with --json, otherwise by `show`. */
  result(value: unknown, show: () => void): void;
  /** A bar for work of known size; call with the amount done so far. */
  progress(title: string, total: number): { done(amount: number): void; end(): void };
}

export function outputFor(json: boolean): Output {
  const say = (line: string): void => {
    if (!json) process.stdout.write(`${line}\n`);
  };
  return {
    json,
    say,
    result: (value, show) => (json ? void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`) : show()),
    progress: (title, total) => {
      if (json || !process.stderr.isTTY || total === 0) return { done: () => {}, end: () => {} };
      const bar = new cliProgress.SingleBar(
        {
          format: `${title} {bar} {percentage}% · {eta_formatted}`,
          hideCursor: true,
          stream: process.stderr,
          clearOnComplete: true,
        },
        cliProgress.Presets.shades_classic,
      );
      bar.start(total, 0);
      return { done: (amount) => bar.update(amount), end: () => bar.stop() };
    },
  };
}

/** Lines of a table with columns as wide as they need to be. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
