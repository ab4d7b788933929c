import { Fragment, type ComponentType, type ReactNode } from 'react';
import type { PolledResource } from '../live/usePolled';
import { ErrorState } from './ErrorState';
import { LoadingRows } from './LoadingRows';
import { StaleNotice } from './StaleNotice';

/**
 * What is asked for again and again, once it is there; before that, that it is on its way or why it does not come. What
 * cannot be renewed is shown with its age.
 */
export function PolledContent<T>(props: {
  readonly resource: PolledResource<T>;
  /** As a sentence begins: "The trend". */
  readonly what: string;
  readonly rows: number;
  /** Around what stands there in place of the content. */
  readonly frame?: ComponentType<{ readonly children?: ReactNode }>;
  readonly children: (value: T) => ReactNode;
}) {
  const { resource, what, frame: Frame = Fragment } = props;
  if (resource.status === 'loading') {
    return (
      <Frame>
        <LoadingRows
          label={`Loading ${what[0].toLowerCase()}${what.slice(1)}`}
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
