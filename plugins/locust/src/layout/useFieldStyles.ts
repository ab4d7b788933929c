import { makeStyles } from '@material-ui/core/styles';
import { readableOn } from '../status/toneColours';

/** Fields whose errors can be read: the theme's own red is too dark on dark paper. */
export const useFieldStyles = makeStyles(theme => {
  const error = readableOn(
    theme.palette.error.main,
    theme.palette.background.paper,
  );
  return {
    field: {
      // By element, for apps may give Material UI's classes other names.
      '& label.Mui-error, & p.Mui-error': { color: error },
      '& .Mui-error fieldset': { borderColor: error },
      '& input, & select': { fontSize: theme.typography.pxToRem(14) },
      // Material UI's own height cuts the tails of letters off; field and paddings are as high together as an input.
      '& select': {
        height: '1.4em',
        lineHeight: 1.4,
        paddingTop: 9,
        paddingBottom: 9,
      },
    },
    problem: { '&.Mui-error': { color: error } },
  };
});
