import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Popover from '@material-ui/core/Popover';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import type { RequestStatistics } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { useTranslate } from '../translations/useTranslate';
import {
  endpointName,
  endpointsMatching,
  MOST_ENDPOINTS,
} from './endpointChoice';

/** More are found by searching. */
const MOST_SHOWN = 100;

const useStyles = makeStyles(theme => ({
  button: { textTransform: 'none', maxWidth: '100%' },
  content: {
    display: 'grid',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    width: 'min(440px, 90vw)',
  },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxHeight: 300,
    overflowY: 'auto',
    fontSize: theme.typography.pxToRem(13),
  },
  endpoint: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    cursor: 'pointer',
  },
  box: { padding: 4 },
  name: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    fontVariantNumeric: 'tabular-nums',
  },
  foot: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  about: { flex: 1 },
}));

/** Chooses the endpoints whose lines are drawn beside that of all requests. */
export function EndpointPicker(props: {
  readonly requests: readonly RequestStatistics[];
  readonly chosen: readonly RequestStatistics[];
  readonly onChange: (chosen: readonly RequestStatistics[]) => void;
}) {
  const { requests, chosen, onChange } = props;
  const t = useTranslate();
  const classes = useStyles();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [search, setSearch] = useState('');
  const names = new Set(chosen.map(endpointName));
  const isFull = chosen.length >= MOST_ENDPOINTS;
  const matching = anchor ? endpointsMatching(requests, search) : [];
  const others = matching.length - MOST_SHOWN;
  let summary = t('charts.picker.allTogether');
  if (chosen.length === 1) {
    summary = endpointName(chosen[0]);
  } else if (chosen.length > 1) {
    summary = t('charts.picker.chosen', {
      number: formatCount(chosen.length, t),
    });
  }
  const notes = [
    ...(matching.length === 0 ? [t('charts.picker.noMatch')] : []),
    ...(others > 0 ? [t('charts.picker.more', { count: others })] : []),
    ...(isFull
      ? [t('charts.picker.full', { most: formatCount(MOST_ENDPOINTS, t) })]
      : []),
  ];
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        className={classes.button}
        aria-haspopup="dialog"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? id : undefined}
        endIcon={<ArrowDropDownIcon />}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('charts.picker.button', { chosen: summary })}
      </Button>
      <Popover
        open={Boolean(anchor)}
        anchorEl={anchor}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        onClose={() => setAnchor(undefined)}
        PaperProps={
          { id, role: 'dialog', 'aria-label': t('terms.endpoints') } as {}
        }
      >
        <div className={classes.content}>
          <TextField
            id={`${id}search`}
            // What the list was opened for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            size="small"
            variant="outlined"
            label={t('charts.picker.search')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
          <ul className={classes.list} aria-label={t('terms.endpoints')}>
            {matching.slice(0, MOST_SHOWN).map(endpoint => {
              const name = endpointName(endpoint);
              const on = names.has(name);
              return (
                <li key={name}>
                  <label className={classes.endpoint}>
                    <Checkbox
                      size="small"
                      color="primary"
                      className={classes.box}
                      checked={on}
                      disabled={!on && (isFull || !endpoint.hasPoints)}
                      onChange={() =>
                        onChange(
                          on
                            ? chosen.filter(one => endpointName(one) !== name)
                            : [...chosen, endpoint],
                        )
                      }
                    />
                    <span className={classes.name}>{name}</span>
                    <span className={classes.muted}>
                      {endpoint.hasPoints
                        ? t('charts.picker.requests', {
                            count: endpoint.statistics.requests,
                          })
                        : t('charts.picker.noFigures')}
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
          <div className={classes.foot}>
            <span className={`${classes.muted} ${classes.about}`} role="status">
              {notes.join(' ')}
            </span>
            <Button
              size="small"
              disabled={chosen.length === 0}
              onClick={() => onChange([])}
            >
              {t('charts.picker.clear')}
            </Button>
            <Button size="small" onClick={() => setAnchor(undefined)}>
              {t('charts.picker.done')}
            </Button>
          </div>
        </div>
      </Popover>
    </>
  );
}
