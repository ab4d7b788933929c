import { useId, type ReactNode } from 'react';
import TextField from '@material-ui/core/TextField';
import { useFieldStyles } from './useFieldStyles';

/** A drop-down that is the browser's own, so that it works with every keyboard, reader and phone. */
export function SelectField(props: {
  readonly label: string;
  readonly value: string;
  readonly options: ReadonlyArray<{
    readonly value: string;
    readonly label: string;
  }>;
  readonly onChange: (value: string) => void;
  readonly error?: boolean;
  readonly helperText?: ReactNode;
  readonly fullWidth?: boolean;
  readonly disabled?: boolean;
}) {
  const id = useId();
  const classes = useFieldStyles();
  return (
    <TextField
      select
      id={id}
      size="small"
      variant="outlined"
      label={props.label}
      value={props.value}
      error={props.error}
      disabled={props.disabled}
      helperText={props.helperText}
      fullWidth={props.fullWidth}
      SelectProps={{ native: true }}
      className={classes.field}
      InputLabelProps={{ shrink: true }}
      onChange={event => props.onChange(event.target.value)}
    >
      {props.options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
