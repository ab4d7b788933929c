import { useId, type Ref } from 'react';
import TextField from '@material-ui/core/TextField';
import { useFieldStyles } from '../layout/useFieldStyles';

/** A line of text, or several, with its label above and what is wrong with it below. */
export function FormTextField(props: {
  readonly label: string;
  readonly value: string;
  /** Absent of what is only shown. */
  readonly onChange?: (value: string) => void;
  readonly readOnly?: boolean;
  readonly problem?: string;
  /** Where the problem is written instead, for fields too narrow for a sentence. */
  readonly problemId?: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  /** The id of a `datalist` with what may be chosen. */
  readonly list?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'url';
}) {
  const id = useId();
  const classes = useFieldStyles();
  const { problem, problemId } = props;
  return (
    <TextField
      id={id}
      fullWidth
      size="small"
      variant="outlined"
      label={props.label}
      multiline={props.multiline}
      minRows={props.multiline ? 2 : undefined}
      value={props.value}
      error={Boolean(problem)}
      helperText={problemId ? props.hint : problem ?? props.hint}
      placeholder={props.placeholder}
      autoComplete="off"
      inputRef={props.inputRef}
      onBlur={props.onBlur}
      className={classes.field}
      InputLabelProps={{ shrink: true }}
      inputProps={{
        inputMode: props.inputMode,
        list: props.list,
        readOnly: props.readOnly,
        spellCheck: false,
        ...(problem && problemId && { 'aria-describedby': problemId }),
      }}
      onChange={event => props.onChange?.(event.target.value)}
    />
  );
}
