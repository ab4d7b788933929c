import { useId } from 'react';
import TextField from '@material-ui/core/TextField';
import { useFieldStyles } from '../layout/useFieldStyles';

/** A line of text, or several, with its label above and what is wrong with it below. */
export function FormTextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string;
  /** Where the problem is written instead, for fields too narrow for a sentence. */
  readonly problemId?: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly multiline?: boolean;
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
      className={classes.field}
      InputLabelProps={{ shrink: true }}
      inputProps={{
        inputMode: props.inputMode,
        spellCheck: false,
        ...(problem && problemId && { 'aria-describedby': problemId }),
      }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}
