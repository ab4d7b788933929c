import type { Theme } from '@material-ui/core/styles';

/** The box beside the pointer, the same in every chart. */
export function tipStyle(theme: Theme) {
  return {
    padding: theme.spacing(0.75, 1.25),
    borderRadius: 6,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.primary,
    boxShadow: theme.shadows[2],
    fontSize: theme.typography.pxToRem(12),
    fontVariantNumeric: 'tabular-nums',
  } as const;
}
