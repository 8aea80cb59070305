// A deed that cannot be undone is asked twice, in place.

import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';

interface AskProps {
  readonly ask: string;
  readonly confirm: string;
  readonly keep: string;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
}

/** One button that becomes two; the focus goes along. */
export function AskTwice({ ask, confirm, keep, isPending, onConfirm }: AskProps) {
  const [isAsking, setAsking] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) sure.current?.focus();
  }, [isAsking]);
  if (!isAsking) {
    return (
      <Button className="button" isPending={isPending} onPress={() => setAsking(true)}>
        {ask}
      </Button>
    );
  }
  return (
    <span className="button-row">
      <Button
        ref={sure}
        className="button button-danger"
        onPress={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {confirm}
      </Button>
      <Button className="button" onPress={() => setAsking(false)}>
        {keep}
      </Button>
    </span>
  );
}
