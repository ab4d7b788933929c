import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Popover from '@material-ui/core/Popover';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import type { RequestStatistics } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
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
  const classes = useStyles();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [search, setSearch] = useState('');
  const names = new Set(chosen.map(endpointName));
  const isFull = chosen.length >= MOST_ENDPOINTS;
  const matching = anchor ? endpointsMatching(requests, search) : [];
  const others = matching.length - MOST_SHOWN;
  let summary = 'all together';
  if (chosen.length === 1) {
    summary = endpointName(chosen[0]);
  } else if (chosen.length > 1) {
    summary = `${chosen.length} chosen`;
  }
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
        Endpoints: {summary}
      </Button>
      <Popover
        open={Boolean(anchor)}
        anchorEl={anchor}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        onClose={() => setAnchor(undefined)}
        PaperProps={{ id, role: 'dialog', 'aria-label': 'Endpoints' } as {}}
      >
        <div className={classes.content}>
          <TextField
            id={`${id}search`}
            // What the list was opened for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            size="small"
            variant="outlined"
            label="Search endpoints"
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
          <ul className={classes.list} aria-label="Endpoints">
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
                        ? `${formatCount(
                            endpoint.statistics.requests,
                          )} requests`
                        : 'no figures over time'}
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
          <div className={classes.foot}>
            <span className={`${classes.muted} ${classes.about}`} role="status">
              {matching.length === 0 && 'No endpoint has this in its name.'}
              {others > 0 && `${formatCount(others)} more: search for them. `}
              {isFull && `No more than ${MOST_ENDPOINTS} at once.`}
            </span>
            <Button
              size="small"
              disabled={chosen.length === 0}
              onClick={() => onChange([])}
            >
              Clear
            </Button>
            <Button size="small" onClick={() => setAnchor(undefined)}>
              Done
            </Button>
          </div>
        </div>
      </Popover>
    </>
  );
}
