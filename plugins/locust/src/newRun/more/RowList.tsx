import { useEffect, useId, useRef, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import AddIcon from '@material-ui/icons/Add';
import CloseIcon from '@material-ui/icons/Close';
import { useFieldStyles } from '../../layout/useFieldStyles';

const useStyles = makeStyles(theme => ({
  title: {
    margin: theme.spacing(0, 0, 1),
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 700,
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
  },
  fields: {
    flex: '1 1 200px',
    minWidth: 0,
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
  },
  problem: { flex: '1 0 100%', margin: 0 },
}));

/** Things of one kind, each in a row of its own, to add to and to take from. */
export function RowList<T>(props: {
  readonly title: string;
  /** What a row is called, by its number. */
  readonly nameOf: (number: string) => string;
  readonly removeLabelOf: (number: string) => string;
  readonly addLabel: string;
  readonly rows: readonly T[];
  readonly empty: T;
  readonly problemOf: (index: number) => string | undefined;
  readonly onChange: (rows: readonly T[]) => void;
  readonly children: (
    row: T,
    change: (to: T) => void,
    /** What is wrong with the row, said below all of its fields. */
    wrong: { readonly problem?: string; readonly problemId?: string },
  ) => ReactNode;
}) {
  const { title, rows, onChange } = props;
  const classes = useStyles();
  const fields = useFieldStyles();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const count = useRef(rows.length);
  // The keyboard goes on in the row that was added, and after a removal where the next can be added.
  useEffect(() => {
    if (rows.length > count.current) {
      list.current
        ?.querySelector<HTMLElement>(
          ':scope > li:last-child input, :scope > li:last-child select',
        )
        ?.focus();
    } else if (rows.length < count.current) {
      add.current?.focus();
    }
    count.current = rows.length;
  }, [rows.length]);
  return (
    <div>
      <h4 className={classes.title}>{title}</h4>
      <ol ref={list} className={classes.list} aria-label={title}>
        {rows.map((row, index) => {
          const problem = props.problemOf(index);
          const number = String(index + 1);
          return (
            <li key={index}>
              <div
                role="group"
                aria-label={props.nameOf(number)}
                className={classes.row}
              >
                <div className={classes.fields}>
                  {props.children(
                    row,
                    to =>
                      onChange(rows.map((it, at) => (at === index ? to : it))),
                    problem === undefined
                      ? {}
                      : { problem, problemId: `${id}${index}` },
                  )}
                </div>
                <IconButton
                  aria-label={props.removeLabelOf(number)}
                  onClick={() => onChange(rows.filter((_, at) => at !== index))}
                >
                  <CloseIcon fontSize="small" />
                </IconButton>
                {problem && (
                  <FormHelperText
                    error
                    id={`${id}${index}`}
                    className={`${fields.problem} ${classes.problem}`}
                  >
                    {problem}
                  </FormHelperText>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      <Button
        ref={add}
        size="small"
        color="primary"
        startIcon={<AddIcon />}
        onClick={() => onChange([...rows, props.empty])}
      >
        {props.addLabel}
      </Button>
    </div>
  );
}
