import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import type { LocustfileEntry } from 'backstage-plugin-locust-common';
import { formatBytes } from '../format/formatBytes';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => {
  const chosen = toneColours(theme, 'info');
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      maxHeight: '60vh',
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: 6,
      '& > li + li': { borderTop: `1px solid ${theme.palette.divider}` },
    },
    file: {
      display: 'flex',
      width: '100%',
      gap: theme.spacing(1),
      justifyContent: 'space-between',
      padding: theme.spacing(0.75, 1.25),
      textAlign: 'left',
      fontSize: theme.typography.pxToRem(13),
      color: theme.palette.text.primary,
      '&.Mui-focusVisible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    chosen: {
      fontWeight: 600,
      backgroundColor: chosen.background,
      color: chosen.foreground,
      '& $size': { color: 'inherit' },
    },
    path: { overflowWrap: 'anywhere', minWidth: 0 },
    size: {
      flex: 'none',
      color: theme.palette.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    },
  };
});

/** Files with their sizes; where one can be looked at, each is a button. */
export function FileList(props: {
  readonly files: readonly LocustfileEntry[];
  readonly chosen?: string;
  readonly onChoose?: (path: string) => void;
}) {
  const { files, chosen, onChoose } = props;
  const classes = useStyles();
  const t = useTranslate();
  return (
    <ul className={classes.list} aria-label={t('locustfile.files')}>
      {files.map(file => {
        const { path, size, binary } = file;
        const content = (
          <>
            <span className={classes.path}>{path}</span>{' '}
            <span className={classes.size}>
              {formatBytes(size)}
              {binary && `, ${t('locustfile.noText')}`}
            </span>
          </>
        );
        return (
          <li key={path}>
            {onChoose ? (
              <ButtonBase
                className={
                  path === chosen
                    ? `${classes.file} ${classes.chosen}`
                    : classes.file
                }
                aria-current={path === chosen}
                onClick={() => onChoose(path)}
              >
                {content}
              </ButtonBase>
            ) : (
              <div className={classes.file}>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
