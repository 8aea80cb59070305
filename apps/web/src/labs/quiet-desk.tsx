// A lab that let offers lapse is asked nothing more, until who runs it says that it is back.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { type LabView, sayBack } from '#contracts/http/labs';
import { call } from '../api/client.js';
import { ProblemNotice } from '../shell/notices.js';

/** Nothing while the lab is asked. */
export function QuietDesk({ lab: { profile, sight } }: { readonly lab: LabView }) {
  const queries = useQueryClient();
  const back = useMutation({
    mutationFn: () => call(sayBack, { params: { labId: profile.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['lab', profile.id] }),
  });
  return (
    <div aria-live="polite">
      {sight === 'quiet' && !back.isSuccess ? (
        <div className="notice">
          <p>
            <strong>The network asks you nothing at the moment.</strong> Two offers in a row went unanswered. Say that
            you are back, here or at the lab’s agent, and new ones come.
          </p>
          <Button className="button button-primary" isPending={back.isPending} onPress={() => back.mutate()}>
            We are back
          </Button>
        </div>
      ) : null}
      <output>{back.isSuccess ? 'The network knows that you are back; new offers come as before.' : ''}</output>
      {back.isError ? <ProblemNotice error={back.error} /> : null}
    </div>
  );
}
