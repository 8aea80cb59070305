// Two answers to one question: while one is on its way, the other cannot be given.

import { Button } from 'react-aria-components/Button';

interface YesOrNoProps {
  readonly yes: string;
  readonly no: string;
  /** The answer on its way; undefined: none. */
  readonly pending: boolean | undefined;
  readonly onAnswer: (answer: boolean) => void;
}

export function YesOrNo({ yes, no, pending, onAnswer }: YesOrNoProps) {
  return (
    <div className="button-row">
      <Button
        className="button button-primary"
        isPending={pending === true}
        isDisabled={pending === false}
        onPress={() => onAnswer(true)}
      >
        {yes}
      </Button>
      <Button
        className="button"
        isPending={pending === false}
        isDisabled={pending === true}
        onPress={() => onAnswer(false)}
      >
        {no}
      </Button>
    </div>
  );
}
