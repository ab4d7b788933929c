import { PendingButton } from '../../action/PendingButton';
import { explainError } from '../../states/explainError';
import { Notice } from '../../states/Notice';
import type { NewRun } from '../useNewRun';
import { useTranslate } from '../../translations/useTranslate';

/** That the form is as it was left, with the way back to how it would begin. */
export function DraftNotice(props: {
  readonly newRun: Pick<
    NewRun,
    'draftRestored' | 'discardDraft' | 'draftProblem'
  >;
}) {
  const { draftRestored, discardDraft, draftProblem } = props.newRun;
  const t = useTranslate();
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
              {t('newRun.draft.discard')}
            </PendingButton>
          }
        >
          {t('newRun.draft.restored')}
          {discardDraft.error && (
            <div>
              {t('newRun.draft.notDiscarded', {
                reason: explainError(discardDraft.error, t).message,
              })}
            </div>
          )}
        </Notice>
      )}
      {draftProblem && (
        <Notice tone="warning" title={t('newRun.draft.notKept')}>
          {explainError(draftProblem, t).message}
        </Notice>
      )}
    </>
  );
}
