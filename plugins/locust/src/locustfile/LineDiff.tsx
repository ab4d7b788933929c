import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { diffLines, type DiffLine } from 'backstage-plugin-locust-common';
import { codeGround } from '../layout/CodeBlock';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useSpokenStyles } from '../layout/useSpokenStyles';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import { foldSame } from './foldSame';

const useStyles = makeStyles(theme => {
  const [added, removed] = [
    toneColours(theme, 'success'),
    toneColours(theme, 'error'),
  ];
  return {
    scroll: {
      maxHeight: '60vh',
      overflow: 'auto',
      borderRadius: 6,
      backgroundColor: codeGround(theme),
      color: theme.palette.text.primary,
    },
    lines: {
      borderCollapse: 'collapse',
      minWidth: '100%',
      fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
      fontSize: theme.typography.pxToRem(12),
      lineHeight: 1.55,
      '& td': { padding: theme.spacing(0, 0.75), whiteSpace: 'pre' },
    },
    number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
    added: { backgroundColor: added.background, color: added.foreground },
    removed: { backgroundColor: removed.background, color: removed.foreground },
    folded: { textAlign: 'center', fontStyle: 'italic' },
  };
});

/** The lines of two texts that differ, with a few around them; told by their signs, not by their colours. */
export function LineDiff(props: {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}) {
  const { label, before, after } = props;
  const classes = useStyles();
  const { spoken } = useSpokenStyles();
  const t = useTranslate();
  const parts = useMemo(
    () => foldSame(diffLines(before, after)),
    [before, after],
  );
  const line = (one: DiffLine) => {
    const { kind, text } = one;
    return (
      <tr
        key={`${'before' in one && one.before} ${'after' in one && one.after}`}
        className={kind === 'same' ? undefined : classes[kind]}
      >
        <td className={classes.number}>{'before' in one && one.before}</td>
        <td className={classes.number}>{'after' in one && one.after}</td>
        <td>
          {kind === 'same' ? (
            `  ${text}`
          ) : (
            <>
              <span aria-hidden>{kind === 'added' ? '+ ' : '− '}</span>
              <span className={spoken}>
                {t(
                  kind === 'added'
                    ? 'locustfile.lineAdded'
                    : 'locustfile.lineRemoved',
                )}{' '}
              </span>
              {text}
            </>
          )}
        </td>
      </tr>
    );
  };
  return (
    <ScrollRegion className={classes.scroll} label={label}>
      <table className={classes.lines} aria-label={label}>
        <thead className={spoken}>
          <tr>
            <th scope="col">{t('locustfile.lineBefore')}</th>
            <th scope="col">{t('locustfile.lineAfter')}</th>
            <th scope="col">{t('locustfile.lineContent')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) =>
            'folded' in part ? (
              <tr key={`folded ${index}`}>
                <td colSpan={3} className={classes.folded}>
                  {t('locustfile.unchanged', { count: part.folded })}
                </td>
              </tr>
            ) : (
              part.lines.map(line)
            ),
          )}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
