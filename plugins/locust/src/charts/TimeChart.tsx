import { memo, useState, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import ShowChartIcon from '@material-ui/icons/ShowChart';
import TableChartOutlinedIcon from '@material-ui/icons/TableChartOutlined';
import { Panel } from '../layout/Panel';
import { useTranslate } from '../translations/useTranslate';
import { LineLegend } from './LineLegend';
import { TimePlot, type TimePlotProps } from './TimePlot';
import { TimeTable } from './TimeTable';

/** From so many lines on, one can be brought to the front of the others. */
const MANY_LINES = 4;

const useStyles = makeStyles({
  toggle: { textTransform: 'none', whiteSpace: 'nowrap' },
});

/** A plot with what stands around it; which line is emphasised is chosen in the legend. */
interface TimeChartProps extends Omit<TimePlotProps, 'emphasis'> {
  /** What stands above it, where that is more than the title. */
  readonly heading?: string;
  readonly subtitle?: string;
  /** What else there is to choose. */
  readonly actions?: ReactNode;
}

/** Lines over a run's time with what they are called, or the same as a table. */
export const TimeChart = memo(function Chart(props: TimeChartProps) {
  const { title, heading = title, subtitle, lines, actions, ...plot } = props;
  const t = useTranslate();
  const classes = useStyles();
  const [asTable, setAsTable] = useState(false);
  const [pinned, setPinned] = useState<string>();
  const [hovered, setHovered] = useState<string>();
  const many = lines.length >= MANY_LINES;
  const emphasis = many
    ? [hovered, pinned].find(id => lines.some(line => line.id === id))
    : undefined;
  const legend = (
    <LineLegend
      title={title}
      lines={lines}
      pinned={pinned}
      onPin={many ? setPinned : undefined}
      onHover={setHovered}
    />
  );
  return (
    <Panel
      title={heading}
      subtitle={subtitle}
      actions={
        <>
          {!many && !asTable && legend}
          {actions}
          <Button
            size="small"
            className={classes.toggle}
            startIcon={asTable ? <ShowChartIcon /> : <TableChartOutlinedIcon />}
            aria-label={
              asTable
                ? t('charts.asChart', { chart: title })
                : t('charts.asTable', { chart: title })
            }
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t('charts.chart') : t('charts.table.show')}
          </Button>
        </>
      }
    >
      {asTable ? (
        <TimeTable
          title={title}
          lines={lines}
          span={plot.view.span}
          format={plot.format}
        />
      ) : (
        <>
          {many && legend}
          <TimePlot {...plot} title={title} lines={lines} emphasis={emphasis} />
        </>
      )}
    </Panel>
  );
});
