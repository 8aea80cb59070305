// A state in one word; the colour only repeats what the word says.

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'plain';

/** A small labelled state. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: string }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
