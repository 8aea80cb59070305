// Words and numbers out of bytes, without making a string of the file: text meshes are large and regular.

const FIRST_PRINTABLE = 33;
const NEWLINE = 10;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_EXACT_DIGITS = 15;
const LONGEST_NUMBER = 400;

/** A word of the text: bytes `start` (inclusive) to `end` (exclusive). */
export class ByteText {
  start = 0;
  end = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Moves to the next word; false at the end of the text. */
  next(): boolean {
    const { bytes } = this;
    let at = this.end;
    while (at < bytes.length && bytes[at]! < FIRST_PRINTABLE) at++;
    this.start = at;
    while (at < bytes.length && bytes[at]! >= FIRST_PRINTABLE) at++;
    this.end = at;
    return this.end > this.start;
  }

  /** Moves to the next word of the same line; false when the line has no more. */
  nextOnLine(): boolean {
    const { bytes } = this;
    let at = this.end;
    while (at < bytes.length && bytes[at]! < FIRST_PRINTABLE && bytes[at] !== NEWLINE) at++;
    if (at >= bytes.length || bytes[at] === NEWLINE) return false;
    this.end = at;
    return this.next();
  }

  skipLine(): void {
    const newline = this.bytes.indexOf(NEWLINE, this.end);
    this.end = newline < 0 ? this.bytes.length : newline + 1;
  }

  /** True when the word is `lowerCaseWord`, in any case. */
  is(lowerCaseWord: string): boolean {
    if (this.end - this.start !== lowerCaseWord.length) return false;
    for (let i = 0; i < lowerCaseWord.length; i++) {
      const byte = this.bytes[this.start + i]!;
      const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
      if (lower !== lowerCaseWord.charCodeAt(i)) return false;
    }
    return true;
  }

  /** The word as text (bytes taken as Latin-1), cut after `most` characters. */
  word(most = 80): string {
    return String.fromCharCode(...this.bytes.subarray(this.start, Math.min(this.end, this.start + most)));
  }

  /** Line of the word, counted from 1. */
  line(): number {
    let line = 1;
    for (let i = 0; i < this.start; i++) if (this.bytes[i] === NEWLINE) line++;
    return line;
  }

  /**
   * The word as a number, undefined when it is none. Up to 15 digits and powers of ten up to 22 are exact as one product or
   * quotient of doubles (Clinger 1990); other words go through `Number`.
   */
  number(): number | undefined {
    const { bytes, end } = this;
    let at = this.start;
    const negative = bytes[at] === 45;
    if (negative || bytes[at] === 43) at++;
    let mantissa = 0;
    let digits = 0;
    let anyDigit = false;
    let fraction = 0;
    let seenPoint = false;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= 48 && byte <= 57) {
        mantissa = mantissa * 10 + (byte - 48);
        anyDigit = true;
        if (mantissa !== 0) digits++;
        if (seenPoint) fraction++;
      } else if (byte === 46 && !seenPoint) seenPoint = true;
      else return this.slowNumber();
    }
    if (digits > MAX_EXACT_DIGITS || fraction > 22 || !anyDigit) return this.slowNumber();
    const value = mantissa / POWERS_OF_TEN[fraction]!;
    return negative ? -value : value;
  }

  /** The whole number that the word begins with (`7` of `7/1/3`), undefined when it begins otherwise. */
  wholeNumber(): number | undefined {
    const { bytes, end } = this;
    let at = this.start;
    const negative = bytes[at] === 45;
    if (negative) at++;
    const firstDigit = at;
    let value = 0;
    for (; at < end && bytes[at]! >= 48 && bytes[at]! <= 57; at++) value = value * 10 + (bytes[at]! - 48);
    if (at === firstDigit) return undefined;
    return negative ? -value : value;
  }

  /** True when the word begins with this character. */
  startsWith(character: string): boolean {
    return this.bytes[this.start] === character.charCodeAt(0);
  }

  private slowNumber(): number | undefined {
    const text = this.word(LONGEST_NUMBER + 1);
    if (text.length > LONGEST_NUMBER) return undefined;
    if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
    if (/^[+-]?(nan(\(.*\))?|inf(inity)?|[\d.#]*(ind|qnan|inf).*)$/i.test(text)) return Number.NaN;
    return undefined;
  }
}
