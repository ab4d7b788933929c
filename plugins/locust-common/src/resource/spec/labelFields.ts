import { celList, celText } from '../fields/cel';
import { mapOf } from '../fields/mapOf';
import { OBJECT_NAME } from '../fields/nameField';
import { shown } from '../fields/shown';
import { textField } from '../fields/textField';
import {
  RESERVED_ANNOTATION_PREFIX,
  RESERVED_LABEL_PREFIXES,
  RESERVED_LABELS,
} from '../reservedNames';

const NAME = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
/** The key of a label: a name, before it a domain and a slash if there is one. */
export const LABEL_KEY = `^(${OBJECT_NAME}/)?${NAME}$`;
const KEY_REFUSAL =
  'is not a key; use up to 63 letters, digits, dashes, dots and underscores, before them a domain and a slash if you like, such as example.com/team';

const KEYS_ARE_KEYS = {
  rule: `self.all(key, key.matches(${celText(LABEL_KEY)}))`,
  message: `one of the keys ${KEY_REFUSAL}`,
};

export function labelKeyField(description: string) {
  return textField({
    description,
    maxLength: 317,
    accepted: 'a key',
    pattern: LABEL_KEY,
    refusal: KEY_REFUSAL,
  });
}

export function labelValueField(description?: string) {
  return textField({
    ...(description !== undefined && { description }),
    maxLength: 63,
    accepted:
      'a value of at most 63 characters, in quotes where YAML would make something else of it',
    pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
    refusal:
      'is not the value of a label; use up to 63 letters, digits, dashes, dots and underscores with a letter or digit at both ends, in quotes where YAML would make something else of it',
  });
}

function keyProblem(key: string): string | undefined {
  return new RegExp(LABEL_KEY, 'u').test(key)
    ? undefined
    : `${shown(key)} ${KEY_REFUSAL}.`;
}

/** Labels to choose something by. */
export function selectorMap(description: string, maxProperties = 50) {
  return mapOf(labelValueField(), {
    description,
    accepted: 'labels such as {disktype: ssd}',
    maxProperties,
    keyProblem,
    rules: [KEYS_ARE_KEYS],
  });
}

const LABELS_ARE_OURS =
  'is set by the engine or by Kubernetes, which find pods by it; use another key (backstage.io/kubernetes-id belongs to the resource itself and is handed down)';

/** Labels to put on pods, beside those of the engine. */
export const POD_LABELS = mapOf(labelValueField(), {
  description: 'Labels of the pods, beside those of the engine.',
  accepted: 'labels such as {team: shop}',
  maxProperties: 50,
  keyProblem: key =>
    RESERVED_LABELS.includes(key) ||
    RESERVED_LABEL_PREFIXES.some(it => key.startsWith(it))
      ? `The label ${shown(key)} ${LABELS_ARE_OURS}.`
      : keyProblem(key),
  rules: [
    KEYS_ARE_KEYS,
    {
      rule: `!self.exists(key, key in ${celList(
        RESERVED_LABELS,
      )} || ${RESERVED_LABEL_PREFIXES.map(
        it => `key.startsWith(${celText(it)})`,
      ).join(' || ')})`,
      message: `one of the labels ${LABELS_ARE_OURS}`,
    },
  ],
});

const ANNOTATIONS_ARE_OURS = `belongs to the engine, as all that begin with ${RESERVED_ANNOTATION_PREFIX} do; use another key`;

/** Annotations to put on pods, beside those of the engine. */
export const POD_ANNOTATIONS = mapOf(
  textField({
    maxLength: 32_768,
    accepted: 'text, in quotes where YAML would make something else of it',
  }),
  {
    description: 'Annotations of the pods, beside those of the engine.',
    accepted: 'annotations such as {sidecar.istio.io/inject: "false"}',
    maxProperties: 50,
    keyProblem: key =>
      key.startsWith(RESERVED_ANNOTATION_PREFIX)
        ? `The annotation ${shown(key)} ${ANNOTATIONS_ARE_OURS}.`
        : keyProblem(key),
    rules: [
      KEYS_ARE_KEYS,
      {
        rule: `!self.exists(key, key.startsWith(${celText(
          RESERVED_ANNOTATION_PREFIX,
        )}))`,
        message: `one of the annotations ${ANNOTATIONS_ARE_OURS}`,
      },
    ],
  },
);
