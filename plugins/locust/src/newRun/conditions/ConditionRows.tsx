import { useEffect, useId, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import AddIcon from '@material-ui/icons/Add';
import {
  formatEndpoint,
  MOST_THRESHOLDS,
  type ThresholdKind,
} from 'backstage-plugin-locust-common';
import { useFieldStyles } from '../../layout/useFieldStyles';
import type { FormProblems } from '../formProblems';
import { FormTextField } from '../FormTextField';
import { ConditionFields } from './ConditionFields';
import { rowsFromText, textOf, type ConditionRow } from './conditionRow';
import {
  suggestStopCondition,
  suggestThreshold,
  type EarlierRun,
} from './suggestCondition';

const useStyles = makeStyles(theme => ({
  rows: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '&:not(:empty)': { marginBottom: theme.spacing(1) },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1) },
  note: {
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
}));

/** How the two kinds are spoken of. */
const WORDS = {
  threshold: {
    list: 'Thresholds',
    one: 'Threshold',
    add: 'Add threshold',
    path: 'spec.thresholds',
    hint: 'one in each line, such as p95 < 500ms, fail_ratio < 1% or GET /checkout: p99 < 1s',
  },
  stopCondition: {
    list: 'Conditions to stop early',
    one: 'Condition to stop early',
    add: 'Stop early when…',
    path: 'spec.stopWhen',
    hint: 'one in each line, such as fail_ratio > 50% for 60s or GET /checkout: rps < 1 for 2m',
  },
} as const;

/** Thresholds, one in each row; all of them as text for who would rather write or paste them. */
export function ConditionRows(props: {
  readonly kind: ThresholdKind;
  readonly rows: readonly ConditionRow[];
  readonly problems: FormProblems['byPath'];
  readonly earlier?: EarlierRun;
  readonly onChange: (rows: readonly ConditionRow[]) => void;
}) {
  const { kind, rows, problems, earlier, onChange } = props;
  const words = WORDS[kind];
  const classes = useStyles();
  const fields = useFieldStyles();
  const endpoints = useId();
  const [text, setText] = useState<string>();
  // After adding and removing the keyboard goes on where the hands are.
  const focusNext = useRef<'value' | 'remove' | 'add'>();
  const focusAt = useRef<number>(0);
  const added = useRef<HTMLButtonElement>(null);
  const target = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (focusNext.current) {
      const element =
        focusNext.current === 'add' ? added.current : target.current;
      element?.focus();
      if (element instanceof HTMLInputElement) {
        element.select();
      }
      focusNext.current = undefined;
    }
  }, [rows.length]);
  const refIf = (wanted: 'value' | 'remove', index: number) =>
    focusNext.current === wanted && focusAt.current === index
      ? (element: HTMLElement | null) => {
          target.current = element;
        }
      : undefined;

  const problemOf = (index: number) => problems[`${words.path}[${index}]`];
  const ofAll = problems[words.path];
  const full = rows.length >= MOST_THRESHOLDS;

  if (text !== undefined) {
    const wrong = rows
      .map((_, index) => problemOf(index))
      .find(problem => problem !== undefined);
    return (
      <div>
        <FormTextField
          label={words.list}
          multiline
          value={text}
          problem={wrong ?? ofAll}
          hint={words.hint}
          onChange={changed => {
            setText(changed);
            onChange(rowsFromText(kind, changed));
          }}
        />
        <Button size="small" color="primary" onClick={() => setText(undefined)}>
          Show as rows
        </Button>
      </div>
    );
  }
  return (
    <div>
      <datalist id={endpoints}>
        {(earlier?.requests ?? []).map(one => (
          <option key={formatEndpoint(one)} value={formatEndpoint(one)} />
        ))}
      </datalist>
      <ol className={classes.rows} aria-label={words.list}>
        {rows.map((row, index) => (
          <li key={index}>
            <ConditionFields
              kind={kind}
              name={`${words.one} ${index + 1}`}
              row={row}
              problem={problemOf(index)}
              earlier={kind === 'threshold' ? earlier : undefined}
              endpoints={endpoints}
              valueRef={refIf('value', index)}
              removeRef={refIf('remove', index)}
              onChange={changed =>
                onChange([
                  ...rows.slice(0, index),
                  ...changed,
                  ...rows.slice(index + 1),
                ])
              }
              onRemove={() => {
                const left = rows.length - 1;
                focusNext.current = left > 0 ? 'remove' : 'add';
                focusAt.current = Math.min(index, left - 1);
                onChange(rows.filter((_, at) => at !== index));
              }}
            />
          </li>
        ))}
      </ol>
      <div className={classes.actions}>
        <Button
          ref={added}
          size="small"
          color="primary"
          startIcon={<AddIcon />}
          disabled={full}
          onClick={() => {
            focusNext.current = 'value';
            focusAt.current = rows.length;
            onChange([
              ...rows,
              kind === 'threshold'
                ? suggestThreshold(rows, earlier)
                : suggestStopCondition(rows),
            ]);
          }}
        >
          {words.add}
        </Button>
        <Button
          size="small"
          aria-label={`Write ${words.list.toLowerCase()} as text`}
          onClick={() => setText(rows.map(textOf).join('\n'))}
        >
          Write as text
        </Button>
      </div>
      {full && (
        <div className={classes.note}>
          These are the {MOST_THRESHOLDS} that a test may have.
        </div>
      )}
      {ofAll && (
        <FormHelperText error className={fields.problem}>
          {ofAll}
        </FormHelperText>
      )}
    </div>
  );
}
