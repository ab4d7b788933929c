import type { ReactNode } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Comparison,
  ComparisonFigure,
} from 'backstage-plugin-locust-common';
import { runLetter } from '../charts/overlayStyles';
import { DeltaMark } from '../delta/DeltaMark';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { formatFigure } from './comparedMetrics';

const useStyles = makeStyles(theme => ({
  rows: {
    '& tbody th': {
      fontSize: theme.typography.pxToRem(13),
      whiteSpace: 'normal',
      color: theme.palette.text.primary,
      backgroundColor: theme.palette.background.paper,
    },
    '& tbody tr:last-child th': { borderBottom: 'none' },
  },
  // What a row is stays in view while its runs are looked through.
  row: {
    position: 'sticky',
    left: 0,
    zIndex: 1,
    minWidth: 110,
    maxWidth: 320,
    overflowWrap: 'anywhere',
    textAlign: 'left',
    backgroundColor: theme.palette.background.paper,
    [theme.breakpoints.down('xs')]: { maxWidth: 140 },
  },
  text: { minWidth: 90, maxWidth: 360, overflowWrap: 'anywhere' },
}));

/** One line of a comparison: what it is, and what each run has there. */
export interface ComparisonLine {
  readonly key: string;
  readonly label: ReactNode;
  readonly cells: readonly ReactNode[];
}

/** Runs in columns, in their order; what is compared in rows. */
export function ComparisonTable(props: {
  readonly title: string;
  /** What the rows are. */
  readonly heading: string;
  readonly comparison: Comparison;
  readonly lines: readonly ComparisonLine[];
  /** Figures stand at the end of their columns, words at the beginning. */
  readonly align: 'figures' | 'words';
}) {
  const { title, heading, comparison, lines, align } = props;
  const classes = useStyles();
  const t = useTranslate();
  const table = useTableStyles();
  const cell = align === 'figures' ? table.figure : classes.text;
  return (
    <ScrollRegion className={table.scroll} label={t('layout.table', { title })}>
      <Table className={`${table.table} ${classes.rows}`} aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell className={classes.row}>{heading}</TableCell>
            {comparison.runs.map((run, place) => (
              <TableCell
                key={run.id}
                className={cell}
                align={align === 'figures' ? 'right' : 'left'}
                aria-label={`${runLetter(place)}, ${run.test}`}
              >
                {runLetter(place)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map(line => (
            <TableRow key={line.key}>
              <TableCell
                component="th"
                scope="row"
                // Else Material UI calls it a cell like any other.
                role="rowheader"
                className={classes.row}
              >
                {line.label}
              </TableCell>
              {line.cells.map((content, place) => (
                <TableCell
                  key={comparison.runs[place].id}
                  className={cell}
                  align={align === 'figures' ? 'right' : 'left'}
                >
                  {content}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}

/** The cells of a figure: each run's own, and how far it is from the reference's. */
export function figureCells(
  figure: ComparisonFigure,
  comparison: Comparison,
  t: Translate,
): readonly ReactNode[] {
  const against = runLetter(comparison.reference);
  return figure.values.map((value, place) => {
    const delta = figure.deltas[place];
    return (
      <>
        {formatFigure(figure.metric, value, t)}
        {delta && (
          <>
            {' '}
            <DeltaMark
              metric={figure.metric}
              delta={delta}
              reference={against}
            />
          </>
        )}
      </>
    );
  });
}
