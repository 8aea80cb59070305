// What a file's name seems to say of quantity and colour: proposals, which the designer confirms.

export interface FileNameProposal {
  /** Pieces, from 1 to 999. */
  readonly quantity?: number;
  /** As projects mark parts that are printed in a second colour. */
  readonly colourRole?: 'accent' | 'clear' | 'opaque';
  /** The name without folder, extension and marks. */
  readonly name: string;
  /** Why, in a sentence; empty where nothing is proposed. */
  readonly reason: string;
}

const ROLES: Readonly<Record<string, 'accent' | 'clear' | 'opaque'>> = { a: 'accent', c: 'clear', o: 'opaque' };
/** The mark stands apart from the name, so `M3x8` and `plate_10x20` are no quantities. */
const QUANTITIES: readonly RegExp[] = [
  /[ _\-.]*[([]\s*(?:x\s*(?<n>\d{1,3})|(?<m>\d{1,3})\s*x)\s*[)\]]$/i,
  /[ _\-.]+(?:x(?<n>\d{1,3})|(?<m>\d{1,3})x)$/i,
  /[ _\-.]+(?:qty|quantity)[ _\-.]?(?<n>\d{1,3})$/i,
  /^[([]?(?:(?<n>\d{1,3})x|x(?<m>\d{1,3}))[)\]]?[ _\-.]+(?=.)/i,
];

/** Quantity (`_x4`, `4x_`, `(x2)`) and colour (`a_`, `[a]_`) as the name of a file tells them. */
export function proposeFromFileName(path: string): FileNameProposal {
  const base = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const [prefix, bracketed, bare] = /^(?:\[([acoACO])\][ _-]*|([aco])_)(?=.)/.exec(base) ?? [];
  const colourRole = ROLES[(bracketed ?? bare ?? '').toLowerCase()];
  const uncoloured = prefix === undefined ? base : base.slice(prefix.length);
  const found = QUANTITIES.map((pattern) => pattern.exec(uncoloured)).find((match) => match !== null);
  const quantity = Number(found?.groups?.['n'] ?? found?.groups?.['m'] ?? 0);
  const rest = quantity > 0 ? uncoloured.replace(found![0], '') : uncoloured;
  const reasons = [
    ...(quantity > 0 ? [`“${found![0].trim()}” in the file’s name reads as ${quantity} pieces`] : []),
    ...(colourRole ? [`the prefix “${prefix!}” marks the ${colourRole} colour`] : []),
  ];
  return {
    ...(quantity > 0 ? { quantity } : {}),
    ...(colourRole ? { colourRole } : {}),
    name: rest === '' ? base : rest,
    reason: reasons.length === 0 ? '' : `${reasons.join(', and ')}; please confirm.`,
  };
}
