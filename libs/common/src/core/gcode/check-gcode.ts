// The last word on G-code at the lab: every line is read, followed, and held against what its machine may do. Lines
// come in chunks of bytes, and memory does not grow with them.

import { learnFrom, mayTell, secretAt, type CommentFacts } from './comment-facts.js';
import { REASONS_AGAINST, RULES } from './command-rules.js';
import { fault, shownText, type GcodeRefusal, type LineFault } from './gcode-findings.js';
import type { GcodeLimits } from './gcode-limits.js';
import { Heaters } from './heaters.js';
import { Motion, type LaidBox } from './motion.js';
import { runNamed } from './named-command.js';
import { commandKey, CommandReader, nameOfKey, type LineProblem } from './read-command.js';
import { runCommand } from './run-command.js';

/** What a file does on the machine, as far as it can be seen in it. */
export interface GcodeSeen {
  readonly bytes: number;
  readonly lines: number;
  readonly layers: number;
  readonly filamentMm: number;
  readonly maxNozzleCelsius: number;
  readonly maxBedCelsius: number;
  readonly laid: LaidBox | undefined;
  /** What the slicer wrote in comments. */
  readonly said: Readonly<CommentFacts>;
}

export interface GcodeVerdict {
  /** Why it is not run, first lines first, at most {@link MOST_REFUSALS}; empty: it may be run. */
  readonly refusals: readonly GcodeRefusal[];
  readonly seen: GcodeSeen;
  /** Bytes of the file that hold keys of print servers and are to be blanked before it goes anywhere. */
  readonly secrets: readonly { readonly from: number; readonly to: number }[];
}

export const MOST_REFUSALS = 20;
/** Firmwares take 96 characters and more; slicers write up to some hundred. */
const LONGEST_COMMAND = 512;
/** Slicers keep whole templates in a comment. */
const LONGEST_LINE = 65_536;
const [SEMICOLON, SLASH, TAB] = [0x3b, 0x2f, 9];
const FIRST_TOOL_KEY = commandKey(19, -10);

const PROBLEMS: Readonly<Record<LineProblem, LineFault>> = {
  host: fault('gcode/host-command', 'It is a command to the host, not to the machine.'),
  unreadable: fault('gcode/unreadable', 'It is no command that can be read.'),
  control: fault('gcode/unreadable', 'It holds a control character.'),
  'not-ascii': fault('gcode/unreadable', 'It holds a character that is not of ASCII outside of a comment.'),
  repeated: fault('gcode/ambiguous', 'A word stands there twice.'),
  'two-commands': fault('gcode/ambiguous', 'Two commands stand on one line.'),
  ambiguous: fault('gcode/ambiguous', 'Firmwares read it in more than one way.'),
};

/** A checker for one file on one machine. */
export class GcodeChecker {
  private readonly reader = new CommandReader();
  private readonly motion: Motion;
  private readonly heaters: Heaters;
  private readonly refusals: GcodeRefusal[] = [];
  private readonly secrets: { from: number; to: number }[] = [];
  private readonly facts: CommentFacts = {};
  private readonly rest = new Uint8Array(LONGEST_LINE);
  private restLength = 0;
  private isTooLong = false;
  private lines = 0;
  /** Bytes before the line under check. */
  private before = 0;

  constructor(private readonly limits: GcodeLimits) {
    this.motion = new Motion(limits);
    this.heaters = new Heaters(limits);
  }

  /** Takes the next bytes of the file. */
  feed(chunk: Uint8Array): void {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(10, from);
      if (end < 0) break;
      if (this.restLength > 0 || this.isTooLong) {
        this.keep(chunk, from, end);
        this.takeKept(1);
      } else this.takeLine(chunk, from, end, 1);
      from = end + 1;
    }
    if (from < chunk.length) this.keep(chunk, from, chunk.length);
  }

  /** The verdict, after the last bytes. */
  finish(): GcodeVerdict {
    if (this.restLength > 0) this.takeKept(0);
    const { motion, heaters, facts } = this;
    const stillOn = heaters.stillOn;
    if (stillOn !== undefined) this.refuse(0, '', fault('gcode/heaters-on', `It ends with a hot machine: ${stillOn}.`));
    if (motion.laid === undefined) this.refuse(0, '', fault('gcode/empty', 'It lays nothing down.'));
    const seen: GcodeSeen = {
      bytes: this.before,
      lines: this.lines,
      layers: motion.layers,
      filamentMm: motion.filamentMm,
      maxNozzleCelsius: heaters.maxNozzleCelsius,
      maxBedCelsius: heaters.maxBedCelsius,
      laid: motion.laid,
      said: { ...facts },
    };
    return { refusals: this.refusals, seen, secrets: this.secrets };
  }

  private keep(chunk: Uint8Array, from: number, to: number): void {
    if (this.restLength + to - from > LONGEST_LINE) {
      this.isTooLong = true;
      this.before += to - from;
      return;
    }
    this.rest.set(chunk.subarray(from, to), this.restLength);
    this.restLength += to - from;
  }

  private takeKept(lineFeed: 0 | 1): void {
    const length = this.restLength;
    this.restLength = 0;
    if (!this.isTooLong) return this.takeLine(this.rest, 0, length, lineFeed);
    this.isTooLong = false;
    this.lines += 1;
    this.before += length + lineFeed;
    this.refuse(this.lines, shownText(this.rest.subarray(0, length)), TOO_LONG);
  }

  private takeLine(bytes: Uint8Array, from: number, end: number, lineFeed: 0 | 1): void {
    this.lines += 1;
    const to = end > from && bytes[end - 1] === 13 ? end - 1 : end;
    const wrong = to - from > LONGEST_LINE ? TOO_LONG : this.check(bytes, from, to);
    if (wrong !== undefined) this.refuse(this.lines, shownText(bytes.subarray(from, to)), wrong);
    this.before += end - from + lineFeed;
  }

  private check(bytes: Uint8Array, from: number, to: number): LineFault | undefined {
    const { reader } = this;
    const kind = reader.read(bytes, from, to);
    if (kind === 'blank') return undefined;
    const against = reader.key < 0 ? undefined : this.judgeKey(reader.key);
    if (against !== undefined) return against;
    if (kind === 'command' || kind === 'named' || kind === 'comment') {
      return this.run(kind, bytes, from, to) ?? this.checkText(bytes, from, to, kind === 'comment');
    }
    return PROBLEMS[kind];
  }

  private judgeKey(key: number): LineFault | undefined {
    if (key >= FIRST_TOOL_KEY || RULES.has(key)) return undefined;
    const reason = REASONS_AGAINST.get(key);
    if (reason !== undefined) return fault('gcode/forbidden', reason);
    const name = nameOfKey(key);
    if (this.limits.alsoAllowed.has(name)) return undefined;
    return fault('gcode/not-allowed', `${name} is not on the list of what this machine runs.`);
  }

  private run(
    kind: 'command' | 'named' | 'comment',
    bytes: Uint8Array,
    from: number,
    to: number,
  ): LineFault | undefined {
    if (kind === 'comment') return undefined;
    const { reader, limits, motion, heaters } = this;
    const comment = bytes.subarray(from, to).indexOf(SEMICOLON);
    if ((comment < 0 ? to - from : comment) > LONGEST_COMMAND) return TOO_LONG;
    if (kind === 'command') return runCommand(reader, { limits, motion, heaters });
    const rest = new TextDecoder().decode(bytes.subarray(reader.textAt, to));
    return runNamed(reader.name, rest, { limits, motion, heaters });
  }

  /** What no line may hold, in its comment or in its text either; and what a comment tells. */
  private checkText(bytes: Uint8Array, from: number, to: number, isComment: boolean): LineFault | undefined {
    const start = isComment ? from : this.reader.textAt;
    let inComment = false;
    for (let at = start; at < to; at += 1) {
      const byte = bytes[at]!;
      if (byte < 32 && byte !== TAB) return PROBLEMS.control;
      if (byte > 126 && !inComment && !isComment) return PROBLEMS['not-ascii'];
      if (byte === SLASH && bytes[at + 1] === SLASH && isAction(bytes, at, to))
        return fault('gcode/host-command', 'It holds an action for the host.');
      if (byte !== SEMICOLON || inComment) continue;
      inComment = true;
      if (isToHost(bytes, at, to)) return PROBLEMS.host;
      if (mayTell(bytes, at, to)) this.learn(new TextDecoder().decode(bytes.subarray(at, to)), at - from);
    }
    return undefined;
  }

  private learn(comment: string, at: number): void {
    learnFrom(comment, this.facts);
    const secret = secretAt(comment);
    if (secret < 0) return;
    const from = this.before + at + secret;
    this.secrets.push({ from, to: this.before + at + new TextEncoder().encode(comment).length });
  }

  private refuse(line: number, text: string, { code, reason }: LineFault): void {
    if (this.refusals.length < MOST_REFUSALS) this.refusals.push({ code, line, text, reason });
  }
}

/** Some hosts hear `;@pause` too. */
function isToHost(bytes: Uint8Array, semicolon: number, to: number): boolean {
  let at = semicolon + 1;
  while (at < to && (bytes[at] === 32 || bytes[at] === TAB)) at += 1;
  return at < to && bytes[at] === 0x40;
}

const TOO_LONG = fault(
  'gcode/line-too-long',
  `It is longer than the ${LONGEST_COMMAND} characters that a machine reads.`,
);

const isAction = (bytes: Uint8Array, at: number, to: number): boolean =>
  /^\/\/\s*action/i.test(new TextDecoder().decode(bytes.subarray(at, Math.min(to, at + 32))));
