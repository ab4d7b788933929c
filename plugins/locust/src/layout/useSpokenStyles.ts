import { makeStyles } from '@material-ui/core/styles';

/** `spoken` is heard from readers of the screen, and not seen. */
export const useSpokenStyles = makeStyles({
  spoken: {
    position: 'absolute',
    width: 1,
    height: 1,
    margin: -1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
    whiteSpace: 'nowrap',
  },
});
