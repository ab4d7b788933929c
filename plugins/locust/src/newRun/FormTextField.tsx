import { useId } from 'react';
import TextField from '@material-ui/core/TextField';

/** A line of text with its label above and what is wrong with it below. */
export function FormTextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'url';
}) {
  const id = useId();
  return (
    <TextField
      id={id}
      fullWidth
      size="small"
      variant="outlined"
      label={props.label}
      value={props.value}
      error={Boolean(props.problem)}
      helperText={props.problem ?? props.hint}
      placeholder={props.placeholder}
      autoComplete="off"
      InputLabelProps={{ shrink: true }}
      inputProps={{ inputMode: props.inputMode, spellCheck: false }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}
