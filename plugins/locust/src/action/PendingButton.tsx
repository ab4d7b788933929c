import type { ReactNode } from 'react';
import Button, { type ButtonProps } from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';

/** A button that says when it is at work. It keeps its name, so that it is found while pending. */
export function PendingButton(
  props: Omit<ButtonProps, 'disabled'> & {
    readonly pending: boolean;
    readonly children: ReactNode;
  },
) {
  const { pending, startIcon, ...rest } = props;
  return (
    <Button
      {...rest}
      aria-busy={pending}
      disabled={pending}
      startIcon={
        pending ? (
          <CircularProgress size={14} color="inherit" aria-hidden />
        ) : (
          startIcon
        )
      }
    />
  );
}
