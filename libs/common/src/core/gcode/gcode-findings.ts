// What is found in G-code: each refusal with its line, so that a person can look.

export type GcodeRefusalCode =
  | 'gcode/forbidden'
  | 'gcode/not-allowed'
  | 'gcode/host-command'
  | 'gcode/unreadable'
  | 'gcode/ambiguous'
  | 'gcode/line-too-long'
  | 'gcode/outside'
  | 'gcode/not-homed'
  | 'gcode/too-hot'
  | 'gcode/too-fast'
  | 'gcode/bad-value'
  | 'gcode/heaters-on'
  | 'gcode/empty';

/** Why G-code is not run. */
export interface GcodeRefusal {
  readonly code: GcodeRefusalCode;
  /** From 1; 0: the file as a whole. */
  readonly line: number;
  /** The line as it stands, shortened, with control characters made visible. */
  readonly text: string;
  readonly reason: string;
}

/** What is wrong with one line. */
export interface LineFault {
  readonly code: GcodeRefusalCode;
  readonly reason: string;
}

export const fault = (code: GcodeRefusalCode, reason: string): LineFault => ({ code, reason });

const SHOWN_CHARACTERS = 120;

/** A line's bytes as text for a person. */
export function shownText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * SHOWN_CHARACTERS));
  const visible = text.replace(/\p{Control}/gu, '\ufffd');
  return visible.length > SHOWN_CHARACTERS ? `${visible.slice(0, SHOWN_CHARACTERS)}…` : visible;
}
