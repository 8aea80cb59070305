// A list whose rows are added, changed, moved and taken away; the focus goes where the work goes on.

import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';

interface RowsProps<Row> {
  readonly title: string;
  /** One row in a word, e.g. `tool`. */
  readonly word: string;
  readonly hint: string;
  readonly rows: readonly Row[];
  readonly fresh: Row;
  readonly onChange: (rows: Row[]) => void;
  readonly fields: (row: Row, change: (more: Partial<Row>) => void, number: number) => ReactNode;
  readonly isOrdered?: boolean;
}

/** A section with its heading. */
export function RowsEditor<Row>({
  title,
  word,
  hint,
  rows,
  fresh,
  onChange,
  fields,
  isOrdered = false,
}: RowsProps<Row>) {
  const list = useRef<HTMLOListElement>(null);
  const hasAdded = useRef(false);
  const addButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasAdded.current) list.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea')?.focus();
    hasAdded.current = false;
  }, [rows.length]);
  const id = `${word.replaceAll(' ', '-')}-heading`;
  const swap = (index: number, by: number): void => {
    const next = [...rows];
    [next[index], next[index + by]] = [next[index + by]!, next[index]!];
    onChange(next);
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? <p className="hint">{hint}</p> : null}
      <ol ref={list} className="plain-list edited-rows">
        {rows.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own while they are written
          <li key={index} className="facts">
            <div className="file-choices">
              {fields(
                row,
                (more) => onChange(rows.map((each, i) => (i === index ? { ...each, ...more } : each))),
                index + 1,
              )}
            </div>
            <p className="button-row">
              {isOrdered ? (
                <>
                  <Button className="button" isDisabled={index === 0} onPress={() => swap(index, -1)}>
                    {`Move ${word} ${index + 1} up`}
                  </Button>
                  <Button className="button" isDisabled={index === rows.length - 1} onPress={() => swap(index, 1)}>
                    {`Move ${word} ${index + 1} down`}
                  </Button>
                </>
              ) : null}
              <Button
                className="button"
                onPress={() => {
                  onChange(rows.filter((_, i) => i !== index));
                  addButton.current?.focus();
                }}
              >
                {`Take ${word} ${index + 1} away`}
              </Button>
            </p>
          </li>
        ))}
      </ol>
      <Button
        ref={addButton}
        className="button"
        onPress={() => {
          hasAdded.current = true;
          onChange([...rows, fresh]);
        }}
      >
        {`Add a ${word}`}
      </Button>
    </section>
  );
}
