// One line of G-code as a command and its words. Where firmwares would read a line differently it is not read at all.

export type LineKind = 'blank' | 'comment' | 'command' | 'named' | LineProblem;
/** Why a line cannot be read in only one way. */
export type LineProblem = 'host' | 'unreadable' | 'control' | 'not-ascii' | 'repeated' | 'two-commands' | 'ambiguous';

export const letterBit = (letter: string): number => 1 << (letter.charCodeAt(0) - A);
/** A command's key: letter and number with one decimal, e.g. `G92.1`. */
export const commandKey = (letter: number, tenths: number): number => letter * 1_000_000 + tenths;
export const nameOfKey = (key: number): string => {
  const tenths = key % 1_000_000;
  return `${String.fromCharCode(A + Math.floor(key / 1_000_000))}${tenths / 10}`;
};
export function keyOfName(name: string): number {
  const tenths = Math.round(Number(name.slice(1)) * 10);
  return commandKey(name.charCodeAt(0) - A, tenths);
}

const A = 65;
const [G, M, T, N, E] = [6, 12, 19, 13, 4];
const MOST_NUMBER = 99_999;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
/** 0 to 25, or −1. */
const letterOf = (byte: number): number => {
  const letter = (byte | 32) - 97;
  return letter >= 0 && letter < 26 ? letter : -1;
};
const TENS = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];
/** Commands whose rest is text for a display, a version or a name: M115, M117, M486, M862.1 to .6. */
const TEXT_KEYS = new Set(
  [11_50, 11_70, 48_60, ...[1, 2, 3, 4, 5, 6].map((part) => 8620 + part)].map((n) => commandKey(M, n)),
);

/** Reads lines one after the other into the same fields. */
export class CommandReader {
  /** {@link commandKey} of the line's command; −1 when it has none. */
  key = -1;
  /** Words of the line, and those that have a number, as bits by letter. */
  words = 0;
  numbered = 0;
  readonly values = new Float64Array(26);
  /** The name and what stands behind it, of a line that calls a macro. */
  name = '';
  /** From where on the line holds text or parameters. */
  textAt = 0;
  private at = 0;
  private number = 0;

  has(bit: number): boolean {
    return (this.words & bit) !== 0;
  }

  /** Reads `bytes` from `from` up to `to`, which holds no line feed. */
  read(bytes: Uint8Array, from: number, to: number): LineKind {
    this.key = -1;
    this.words = 0;
    this.numbered = 0;
    this.at = from;
    this.skipBlanks(bytes, to);
    if (this.at === to) return 'blank';
    let byte = bytes[this.at]!;
    if (byte === 0x3b) return 'comment';
    if (byte === 0x28) return this.bracketsOnly(bytes, to);
    if (byte === 0x40) return 'host';
    if (letterOf(byte) === N && this.readNumber(bytes, this.at + 1, to)) {
      this.skipBlanks(bytes, to);
      if (this.at === to) return 'blank';
      byte = bytes[this.at]!;
      if (byte === 0x40) return 'host';
    }
    const letter = letterOf(byte);
    if (letter < 0) return byte < 32 ? 'control' : byte > 126 ? 'not-ascii' : 'unreadable';
    if (letter === G || letter === M || letter === T) {
      if (this.readNumber(bytes, this.at + 1, to)) return this.readWords(letter, bytes, to);
    }
    return this.readName(bytes, to);
  }

  private readWords(command: number, bytes: Uint8Array, to: number): LineKind {
    const tenths = Math.round(this.number * 10);
    const isCode = this.number >= -1 && this.number <= MOST_NUMBER && Math.abs(tenths - this.number * 10) < 1e-6;
    if (!isCode) return 'unreadable';
    this.key = commandKey(command, tenths);
    this.textAt = this.at;
    if (TEXT_KEYS.has(this.key)) return 'command';
    for (;;) {
      this.skipBlanks(bytes, to);
      this.textAt = this.at;
      if (this.at >= to) return 'command';
      const byte = bytes[this.at]!;
      const letter = letterOf(byte);
      if (letter < 0) {
        if (byte === 0x3b) return 'command';
        const problem = this.readOther(byte, bytes, to);
        if (problem !== undefined) return problem;
        continue;
      }
      const bit = 1 << letter;
      if (letter === G || letter === M || letter === N) return 'two-commands';
      if ((this.words & bit) !== 0) return 'repeated';
      // Some firmwares would read 5E3 as five thousand.
      const before = bytes[this.at - 1]!;
      const sticks = letter === E && (isDigit(before) || before === 0x2e);
      this.words |= bit;
      if (this.readNumber(bytes, this.at + 1, to)) {
        if (sticks) return 'ambiguous';
        this.numbered |= bit;
        this.values[letter] = this.number;
      } else this.at += 1;
    }
  }

  /** A checksum or a comment in brackets. */
  private readOther(byte: number, bytes: Uint8Array, to: number): LineProblem | undefined {
    if (byte === 0x28) return this.skipBrackets(bytes, to);
    if (byte !== 0x2a) return byte < 32 ? 'control' : byte > 126 ? 'not-ascii' : 'unreadable';
    do this.at += 1;
    while (this.at < to && isDigit(bytes[this.at]!));
    this.skipBlanks(bytes, to);
    return this.at === to || bytes[this.at] === 0x3b ? undefined : 'ambiguous';
  }

  /** A comment in brackets holds nothing that a firmware which knows no brackets would take for a word or a comment. */
  private skipBrackets(bytes: Uint8Array, to: number): LineProblem | undefined {
    let sawLetter = false;
    for (this.at += 1; this.at < to; this.at += 1) {
      const byte = bytes[this.at]!;
      if (byte === 0x29) {
        this.at += 1;
        return undefined;
      }
      if (byte === 0x3b || byte === 0x28 || byte === 0x2a || (sawLetter && isDigit(byte))) return 'ambiguous';
      if (byte < 32 && byte !== 9) return 'control';
      if (byte !== 32 && byte !== 9 && byte !== 0x2d && byte !== 0x2b && byte !== 0x2e) sawLetter = letterOf(byte) >= 0;
    }
    return 'ambiguous';
  }

  /** A line that begins with a bracket holds comments only. */
  private bracketsOnly(bytes: Uint8Array, to: number): LineKind {
    while (this.at < to && bytes[this.at] === 0x28) {
      const end = bytes.indexOf(0x29, this.at);
      const isComment = end >= 0 && end < to && !bytes.subarray(this.at, end).includes(0x3b);
      if (!isComment) return 'ambiguous';
      this.at = end + 1;
      this.skipBlanks(bytes, to);
    }
    return this.at === to || bytes[this.at] === 0x3b ? 'comment' : 'ambiguous';
  }

  private readName(bytes: Uint8Array, to: number): LineKind {
    const from = this.at;
    while (this.at < to) {
      const byte = bytes[this.at]!;
      if (letterOf(byte) < 0 && !isDigit(byte) && byte !== 0x5f && byte !== 0x3f) break;
      this.at += 1;
    }
    const next = this.at < to ? bytes[this.at]! : 32;
    this.name = String.fromCharCode(...bytes.subarray(from, Math.min(this.at, from + 64))).toUpperCase();
    this.textAt = this.at;
    return next === 32 || next === 9 || next === 0x3b ? 'named' : 'unreadable';
  }

  /** Reads a number at `from`, blanks before it; false, and nothing is read, where there is none. */
  private readNumber(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    while (at < to && (bytes[at] === 32 || bytes[at] === 9)) at += 1;
    const isNegative = bytes[at] === 0x2d;
    if (isNegative || bytes[at] === 0x2b) at += 1;
    let [value, digits, decimals] = [0, 0, 0];
    for (; at < to && isDigit(bytes[at]!); at += 1, digits += 1) value = value * 10 + bytes[at]! - 48;
    if (at < to && bytes[at] === 0x2e) {
      for (at += 1; at < to && isDigit(bytes[at]!); at += 1, digits += 1) {
        if (decimals === 12) continue;
        value = value * 10 + bytes[at]! - 48;
        decimals += 1;
      }
    }
    if (digits === 0) return false;
    value *= TENS[decimals]!;
    this.number = isNegative ? -value : value;
    this.at = at;
    return true;
  }

  private skipBlanks(bytes: Uint8Array, to: number): void {
    while (this.at < to && (bytes[this.at] === 32 || bytes[this.at] === 9)) this.at += 1;
  }
}
