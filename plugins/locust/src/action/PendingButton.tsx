import type { MouseEvent, ReactNode } from 'react';
import Button, { type ButtonProps } from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({ pending: { opacity: 0.6, cursor: 'default' } });

/**
 * A button that says when it is at work and does nothing meanwhile. It keeps its name and the focus: disabled, it would
 * send whoever works by keys to the beginning of the page.
 */
export function PendingButton(
  props: Omit<ButtonProps, 'disabled'> & {
    readonly pending: boolean;
    readonly children: ReactNode;
  },
) {
  const { pending, startIcon, onClick, className = '', ...rest } = props;
  const classes = useStyles();
  return (
    <Button
      {...rest}
      className={pending ? `${className} ${classes.pending}` : className}
      aria-busy={pending}
      aria-disabled={pending || undefined}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (pending) {
          // Nor does a form send itself a second time.
          event.preventDefault();
        } else {
          onClick?.(event);
        }
      }}
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
