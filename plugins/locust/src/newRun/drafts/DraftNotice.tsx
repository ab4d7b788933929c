import { PendingButton } from '../../action/PendingButton';
import { explainError } from '../../states/explainError';
import { Notice } from '../../states/Notice';
import type { NewRun } from '../useNewRun';

/** That the form is as it was left, with the way back to how it would begin. */
export function DraftNotice(props: {
  readonly newRun: Pick<
    NewRun,
    'draftRestored' | 'discardDraft' | 'draftProblem'
  >;
}) {
  const { draftRestored, discardDraft, draftProblem } = props.newRun;
  return (
    <>
      {draftRestored && (
        <Notice
          tone="info"
          action={
            <PendingButton
              size="small"
              color="primary"
              pending={discardDraft.pending}
              onClick={() => discardDraft.run()}
            >
              Discard
            </PendingButton>
          }
        >
          Draft restored
          {discardDraft.error &&
            `; it could not be discarded: ${
              explainError(discardDraft.error).message
            }`}
        </Notice>
      )}
      {draftProblem && (
        <Notice tone="warning" title="This would not survive a reload">
          {explainError(draftProblem).message}
        </Notice>
      )}
    </>
  );
}
