import { makeStyles } from '@material-ui/core/styles';

/** One look for every table: dense, figures at the end of the line and in columns. */
export const useTableStyles = makeStyles(theme => ({
  scroll: { overflowX: 'auto', margin: theme.spacing(0, -2, -1) },
  table: {
    '& th, & td': {
      padding: theme.spacing(1.1, 1),
      fontSize: theme.typography.pxToRem(13),
      lineHeight: 1.45,
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& th:first-child, & td:first-child': { paddingLeft: theme.spacing(2) },
    '& th:last-child, & td:last-child': { paddingRight: theme.spacing(2) },
    '& th': {
      fontSize: theme.typography.pxToRem(12),
      fontWeight: 600,
      textTransform: 'none',
      whiteSpace: 'nowrap',
      color: theme.palette.text.secondary,
      backgroundColor: 'transparent',
      borderTop: 'none',
    },
    // A column that is sorted by looks the same with the focus as without it. By its role, for apps may give Material
    // UI's classes other names.
    '& th [role=button]:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    // The portal's theme stripes rows; figures are easier to follow along lines.
    '& tbody tr:nth-of-type(odd), & tfoot tr:nth-of-type(odd)': {
      backgroundColor: 'transparent',
    },
    '& tbody tr:hover': { backgroundColor: theme.palette.action.hover },
    '& tbody tr:last-child td': { borderBottom: 'none' },
  },
  figure: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
  },
  when: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
  name: { fontWeight: 600, overflowWrap: 'anywhere' },
}));
