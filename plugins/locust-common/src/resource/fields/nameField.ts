import { type Field } from './Field';
import { textField } from './textField';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
/** A DNS subdomain: what most objects of Kubernetes are named like. */
export const OBJECT_NAME = `${LABEL}(\\.${LABEL})*`;

/** The name of an object of the same namespace. */
export function nameField(
  kind: string,
  options: {
    readonly description?: string;
    readonly emptyIsAbsent?: boolean;
  } = {},
): Field<string> {
  return textField({
    ...options,
    maxLength: 253,
    accepted: `the name of a ${kind}`,
    pattern: `^${OBJECT_NAME}$`,
    refusal: `is not the name of a ${kind}; names are lower case letters, digits, dashes and dots, such as my-${kind.toLowerCase()}`,
  });
}
