import { Fragment, type ComponentType, type ReactNode } from 'react';
import type { PolledResource } from '../live/usePolled';
import { useTranslate } from '../translations/useTranslate';
import { ErrorState } from './ErrorState';
import type { LoadedThing } from './LoadedThing';
import { LoadingRows } from './LoadingRows';
import { StaleNotice } from './StaleNotice';

/**
 * What is asked for again and again, once it is there; before that, that it is on its way or why it does not come. What
 * cannot be renewed is shown with its age.
 */
export function PolledContent<T>(props: {
  readonly resource: PolledResource<T>;
  readonly what: LoadedThing;
  readonly rows: number;
  /** Around what stands there in place of the content. */
  readonly frame?: ComponentType<{ readonly children?: ReactNode }>;
  readonly children: (value: T) => ReactNode;
}) {
  const { resource, what, frame: Frame = Fragment } = props;
  const t = useTranslate();
  if (resource.status === 'loading') {
    return (
      <Frame>
        <LoadingRows
          label={t(`states.things.${what}.loading`)}
          count={props.rows}
        />
      </Frame>
    );
  }
  if (resource.status === 'failed') {
    return (
      <Frame>
        <ErrorState
          what={what}
          error={resource.error}
          onRetry={resource.reload}
        />
      </Frame>
    );
  }
  return (
    <>
      {resource.staleBecause && (
        <StaleNotice
          updatedAt={resource.updatedAt}
          because={resource.staleBecause}
        />
      )}
      {props.children(resource.value)}
    </>
  );
}
