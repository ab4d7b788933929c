import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import useDebounce from 'react-use/esm/useDebounce';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { formatCount } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { useFieldStyles } from '../layout/useFieldStyles';
import { usePolled } from '../live/usePolled';
import { useRunSignals } from '../live/useRunSignals';
import { useTranslate } from '../translations/useTranslate';
import { SchedulesView } from './SchedulesView';

const TESTS_INTERVAL_MS = 20_000;
const PAGE_SIZE = 50;
const TYPED_MS = 300;

const useStyles = makeStyles(theme => ({
  end: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    paddingTop: theme.spacing(2),
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
  },
}));

/** The schedules over all clusters that the signed-in person may see, a page at a time. */
export default function AllSchedulesView() {
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const cursor = params.get('after') ?? undefined;
  const tests = usePolled(
    `all tests ${JSON.stringify([search, cursor])}`,
    () =>
      api.listTests({
        ...(search && { search }),
        ...(cursor !== undefined && { cursor }),
        limit: PAGE_SIZE,
      }),
    () => TESTS_INTERVAL_MS,
    useRunSignals(undefined),
  );
  const goTo = (after: string | undefined) => {
    const to = new URLSearchParams(params);
    if (after === undefined) {
      to.delete('after');
    } else {
      to.set('after', after);
    }
    setParams(to);
  };
  const page = tests.status === 'loaded' ? tests.value : undefined;
  return (
    <Panel
      headingLevel="h2"
      title={t('schedules.list')}
      actions={<SearchField />}
    >
      <SchedulesView tests={tests} searched={search !== ''} />
      {page && (cursor !== undefined || page.nextCursor !== undefined) && (
        <div className={classes.end}>
          {cursor !== undefined && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => goTo(undefined)}
            >
              {t('schedules.firstPage')}
            </Button>
          )}
          {t('runs.shownOf', {
            number: formatCount(page.items.length, t),
            total: formatCount(page.total, t),
          })}
          {page.nextCursor !== undefined && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => goTo(page.nextCursor)}
            >
              {t('schedules.nextPage')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

/** What is looked for; the address has it a moment after it was typed. */
function SearchField() {
  const id = useId();
  const t = useTranslate();
  const fields = useFieldStyles();
  const [params, setParams] = useSearchParams();
  const asked = params.get('search') ?? '';
  const [typed, setTyped] = useState(asked);
  useDebounce(
    () => {
      if (typed.trim() !== asked) {
        const to = new URLSearchParams(params);
        to.delete('after');
        if (typed.trim()) {
          to.set('search', typed.trim());
        } else {
          to.delete('search');
        }
        setParams(to, { replace: true });
      }
    },
    TYPED_MS,
    [typed],
  );
  return (
    <TextField
      id={id}
      type="search"
      size="small"
      variant="outlined"
      className={fields.field}
      label={t('schedules.search')}
      placeholder={t('schedules.searchHint')}
      InputLabelProps={{ shrink: true }}
      inputProps={{ maxLength: 200 }}
      value={typed}
      onChange={event => setTyped(event.target.value)}
    />
  );
}
