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
import { useTranslate } from '../../translations/useTranslate';
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
    list: 'newRun.passed.thresholds',
    one: 'newRun.passed.threshold',
    remove: 'newRun.passed.removeThreshold',
    add: 'newRun.passed.addThreshold',
    write: 'newRun.passed.writeThresholds',
    path: 'spec.thresholds',
    hint: 'newRun.passed.thresholdsHint',
  },
  stopCondition: {
    list: 'newRun.passed.stopConditions',
    one: 'newRun.passed.stopCondition',
    remove: 'newRun.passed.removeStopCondition',
    add: 'newRun.passed.addStopCondition',
    write: 'newRun.passed.writeStopConditions',
    path: 'spec.stopWhen',
    hint: 'newRun.passed.stopConditionsHint',
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
  const t = useTranslate();
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
          label={t(words.list)}
          multiline
          value={text}
          problem={wrong ?? ofAll}
          hint={t(words.hint)}
          onChange={changed => {
            setText(changed);
            onChange(rowsFromText(kind, changed));
          }}
        />
        <Button size="small" color="primary" onClick={() => setText(undefined)}>
          {t('newRun.passed.showAsRows')}
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
      <ol className={classes.rows} aria-label={t(words.list)}>
        {rows.map((row, index) => (
          <li key={index}>
            <ConditionFields
              kind={kind}
              name={t(words.one, { number: String(index + 1) })}
              removeLabel={t(words.remove, { number: String(index + 1) })}
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
          {t(words.add)}
        </Button>
        <Button
          size="small"
          aria-label={t(words.write)}
          onClick={() => setText(rows.map(textOf).join('\n'))}
        >
          {t('newRun.passed.writeAsText')}
        </Button>
      </div>
      {full && (
        <div className={classes.note}>
          {t('newRun.passed.most', { count: MOST_THRESHOLDS })}
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
