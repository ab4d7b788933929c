import { useId, type ClipboardEvent, type Ref } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import {
  formatQuantity,
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  thresholdMetrics,
  thresholdMistake,
  type ThresholdKind,
  type ThresholdMetric,
  type ThresholdOperator,
} from 'backstage-plugin-locust-common';
import { SelectField } from '../../layout/SelectField';
import { useFieldStyles } from '../../layout/useFieldStyles';
import { FormTextField } from '../FormTextField';
import { useTranslate } from '../../translations/useTranslate';
import { rowFrom, rowsFromPasted, type ConditionRow } from './conditionRow';
import { boundFor, figureOf, type EarlierRun } from './suggestCondition';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5, 1),
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
  },
  endpoint: { flex: '3 1 180px', minWidth: 0 },
  metric: { flex: '1 0 112px' },
  operator: { flex: '0 0 72px' },
  value: { flex: '1 1 96px', minWidth: 0 },
  lasting: { flex: '0 1 88px', minWidth: 0 },
  text: { flex: '1 1 240px', minWidth: 0 },
  remove: { flex: 'none' },
  problem: { flex: '1 0 100%', margin: 0 },
}));

/** One threshold: what is compared with what. A list of them may be pasted into any of its fields. */
export function ConditionFields(props: {
  readonly kind: ThresholdKind;
  /** `Threshold 2`: what it is and which. */
  readonly name: string;
  readonly removeLabel: string;
  readonly row: ConditionRow;
  readonly problem?: string;
  readonly earlier?: EarlierRun;
  /** The id of the list of endpoints to choose from. */
  readonly endpoints: string;
  readonly valueRef?: Ref<HTMLInputElement>;
  readonly removeRef?: Ref<HTMLButtonElement>;
  readonly onChange: (rows: readonly ConditionRow[]) => void;
  readonly onRemove: () => void;
}) {
  const { kind, row, problem, earlier, onChange } = props;
  const classes = useStyles();
  const fields = useFieldStyles();
  const problemId = useId();
  const t = useTranslate();
  const asText = 'text' in row;
  const wrong =
    problem === undefined || asText
      ? undefined
      : thresholdMistake(kind, row)?.part ?? 'value';
  const at = (part: typeof wrong) =>
    wrong === part ? { problem, problemId } : {};
  const paste = (event: ClipboardEvent) => {
    const rows = rowsFromPasted(kind, event.clipboardData.getData('text'));
    if (rows) {
      event.preventDefault();
      onChange(rows);
    }
  };
  const had = asText ? undefined : figureOf(row, earlier);
  return (
    <div
      role="group"
      aria-label={props.name}
      className={classes.row}
      onPaste={paste}
    >
      {asText ? (
        <div className={classes.text}>
          <FormTextField
            label={t('newRun.passed.asText')}
            value={row.text}
            problem={problem}
            problemId={problemId}
            inputRef={props.valueRef}
            onChange={text => onChange([{ text }])}
            // Not while it is typed: "p95 < 5" would become fields on its way to "p95 < 500ms".
            onBlur={() => onChange([rowFrom(kind, row.text)])}
          />
        </div>
      ) : (
        <>
          <div className={classes.endpoint}>
            <FormTextField
              label={t('newRun.passed.of')}
              value={row.endpoint}
              placeholder={t('newRun.passed.allRequests')}
              list={props.endpoints}
              {...at('endpoint')}
              onChange={endpoint => onChange([{ ...row, endpoint }])}
            />
          </div>
          <div className={classes.metric}>
            <SelectField
              label={t('newRun.passed.metric')}
              fullWidth
              value={row.metric}
              error={wrong === 'metric'}
              options={[
                ...new Set([
                  ...thresholdMetrics(kind, row.endpoint.trim() !== ''),
                  // What is no longer right there stays visible, so that the refusal of it makes sense.
                  row.metric,
                ]),
              ].map(metric => ({ value: metric, label: metric }))}
              onChange={chosen => {
                const metric = chosen as ThresholdMetric;
                const same =
                  THRESHOLD_METRICS[metric] === THRESHOLD_METRICS[row.metric];
                const changed = { ...row, metric };
                onChange([
                  same
                    ? changed
                    : { ...changed, ...boundFor(kind, changed, earlier) },
                ]);
              }}
            />
          </div>
          <div className={classes.operator}>
            <SelectField
              label={t('newRun.passed.is')}
              fullWidth
              value={row.operator}
              options={[...THRESHOLD_OPERATORS]
                .sort()
                .map(operator => ({ value: operator, label: operator }))}
              onChange={operator =>
                onChange([{ ...row, operator: operator as ThresholdOperator }])
              }
            />
          </div>
          <div className={classes.value}>
            <FormTextField
              label={t('newRun.passed.limit')}
              value={row.value}
              hint={
                had === undefined
                  ? undefined
                  : t('newRun.passed.lastRun', {
                      figure: formatQuantity(row.metric, rounded(had)),
                    })
              }
              inputRef={props.valueRef}
              {...at('value')}
              onChange={value => onChange([{ ...row, value }])}
            />
          </div>
          {row.lasting !== undefined && (
            <div className={classes.lasting}>
              <FormTextField
                label={t('newRun.passed.for')}
                value={row.lasting}
                {...at('lasting')}
                onChange={lasting => onChange([{ ...row, lasting }])}
              />
            </div>
          )}
        </>
      )}
      <IconButton
        ref={props.removeRef}
        className={classes.remove}
        aria-label={props.removeLabel}
        onClick={props.onRemove}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
      {problem && (
        <FormHelperText
          id={problemId}
          error
          className={`${fields.problem} ${classes.problem}`}
        >
          {problem}
        </FormHelperText>
      )}
    </div>
  );
}

/** A figure of a run has more digits than anybody reads. */
function rounded(figure: number): number {
  return Number(figure.toPrecision(figure >= 100 ? 4 : 3));
}
