import { choiceField } from '../fields/choiceField';
import type { Finding } from '../fields/Field';
import { listOf } from '../fields/listOf';
import { wholeNumber } from '../fields/numberFields';
import { objectOf, required } from '../fields/objectOf';
import { textField } from '../fields/textField';
import { labelKeyField, selectorMap } from './labelFields';
import { nameField } from '../fields/nameField';

const FEW = 10;

/** A condition on a label, as node and label selectors have it; only the former compare numbers. */
function expression<const T extends string>(operators: readonly T[]) {
  const numbers = operators.some(it => it === 'Gt');
  return objectOf(
    {
      key: required(
        labelKeyField('Key of the label.'),
        'The key of the label is missing; add key.',
      ),
      operator: required(
        choiceField(operators, {
          refusal: `is not an operator; use ${operators.join(', ')}`,
        }),
        'The operator is missing; add operator, such as In.',
      ),
      values: listOf(textField({ maxLength: 63, accepted: 'text' }), {
        description: 'With In and NotIn at least one; none with the others.',
        accepted: 'a list of values',
        maxItems: 50,
      }),
    },
    {
      description: 'A condition on a label.',
      accepted: 'key, operator and values',
      rules: [
        {
          find: ({ operator, values }) => {
            const count = Array.isArray(values) ? values.length : 0;
            const listed = operator === 'In' || operator === 'NotIn';
            const none = operator === 'Exists' || operator === 'DoesNotExist';
            if (listed && count === 0) {
              return at('.values', `${operator} needs at least one value.`);
            }
            if (none && count > 0) {
              return at(
                '.values',
                `${operator} takes no values; leave them out.`,
              );
            }
            return numbers &&
              (operator === 'Gt' || operator === 'Lt') &&
              !(
                count === 1 &&
                /^-?[0-9]{1,18}$/.test(String((values as unknown[])[0]))
              )
              ? at('.values', `${operator} takes one whole number, in quotes.`)
              : [];
          },
          cel: {
            rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && self.values.size() > 0 : self.operator in ['Exists', 'DoesNotExist'] ? !has(self.values) || self.values.size() == 0 : has(self.values) && self.values.size() == 1 && self.values[0].matches('^-?[0-9]{1,18}$')",
            message: numbers
              ? 'In and NotIn need values, Exists and DoesNotExist take none, Gt and Lt one whole number in quotes'
              : 'In and NotIn need values, Exists and DoesNotExist take none',
          },
        },
      ],
    },
  );
}

function at(path: string, message: string): readonly Finding[] {
  return [{ at: path, message }];
}

const NODE_EXPRESSION = expression([
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
  'Gt',
  'Lt',
]);

const NODE_TERM = objectOf(
  {
    matchExpressions: listOf(NODE_EXPRESSION, {
      description: 'Conditions on the labels of a node, all of which hold.',
      accepted: 'a list of conditions',
      maxItems: FEW,
    }),
    matchFields: listOf(NODE_EXPRESSION, {
      description: 'Conditions on the fields of a node, such as metadata.name.',
      accepted: 'a list of conditions',
      maxItems: FEW,
    }),
  },
  { description: 'Nodes to choose.', accepted: 'matchExpressions' },
);

const WEIGHT = required(
  wholeNumber({
    description: 'How much it counts, 1 to 100.',
    what: 'a weight',
    min: 1,
    max: 100,
  }),
  'The weight is missing; add weight, 1 to 100.',
);

const NODE_AFFINITY = objectOf(
  {
    requiredDuringSchedulingIgnoredDuringExecution: objectOf(
      {
        nodeSelectorTerms: required(
          listOf(NODE_TERM, {
            description: 'One of them holds.',
            accepted: 'a list of nodeSelectorTerms',
            maxItems: FEW,
          }),
          'The terms are missing; add nodeSelectorTerms.',
        ),
      },
      { description: 'What has to hold.', accepted: 'nodeSelectorTerms' },
    ),
    preferredDuringSchedulingIgnoredDuringExecution: listOf(
      objectOf(
        {
          weight: WEIGHT,
          preference: required(
            NODE_TERM,
            'What is preferred is missing; add preference.',
          ),
        },
        { description: 'Nodes to prefer.', accepted: 'weight and preference' },
      ),
      {
        description: 'What is to hold where it can.',
        accepted: 'a list of preferences',
        maxItems: FEW,
      },
    ),
  },
  {
    description: 'Which nodes the pods go to.',
    accepted:
      'requiredDuringSchedulingIgnoredDuringExecution or preferredDuringSchedulingIgnoredDuringExecution',
  },
);

const LABEL_SELECTOR = objectOf(
  {
    matchLabels: selectorMap('Labels that a pod has.', 20),
    matchExpressions: listOf(
      expression(['In', 'NotIn', 'Exists', 'DoesNotExist']),
      {
        description: 'Conditions on the labels of a pod, all of which hold.',
        accepted: 'a list of conditions',
        maxItems: FEW,
      },
    ),
  },
  { description: 'Pods by their labels.', accepted: 'matchLabels' },
);

const NAMES = {
  accepted: 'a list of names',
  maxItems: 50,
} as const;

const POD_TERM = objectOf(
  {
    topologyKey: required(
      labelKeyField('Label of nodes that says what is the same place.'),
      'The label of nodes that says what is the same place is missing; add topologyKey, such as kubernetes.io/hostname.',
    ),
    labelSelector: LABEL_SELECTOR,
    namespaceSelector: LABEL_SELECTOR,
    namespaces: listOf(nameField('namespace'), {
      description: 'Namespaces of the other pods. Default the own one.',
      ...NAMES,
    }),
    matchLabelKeys: listOf(labelKeyField('A key.'), {
      description: 'Labels of which the value has to be the own one.',
      ...NAMES,
    }),
    mismatchLabelKeys: listOf(labelKeyField('A key.'), {
      description: 'Labels of which the value has to be another one.',
      ...NAMES,
    }),
  },
  { description: 'Other pods.', accepted: 'topologyKey and labelSelector' },
);

function podAffinity(description: string) {
  return objectOf(
    {
      requiredDuringSchedulingIgnoredDuringExecution: listOf(POD_TERM, {
        description: 'What has to hold.',
        accepted: 'a list of terms',
        maxItems: FEW,
      }),
      preferredDuringSchedulingIgnoredDuringExecution: listOf(
        objectOf(
          {
            weight: WEIGHT,
            podAffinityTerm: required(
              POD_TERM,
              'What is preferred is missing; add podAffinityTerm.',
            ),
          },
          {
            description: 'Pods to prefer.',
            accepted: 'weight and podAffinityTerm',
          },
        ),
        {
          description: 'What is to hold where it can.',
          accepted: 'a list of preferences',
          maxItems: FEW,
        },
      ),
    },
    {
      description,
      accepted:
        'requiredDuringSchedulingIgnoredDuringExecution or preferredDuringSchedulingIgnoredDuringExecution',
    },
  );
}

export const AFFINITY = objectOf(
  {
    nodeAffinity: NODE_AFFINITY,
    podAffinity: podAffinity('Which pods they go near.'),
    podAntiAffinity: podAffinity('Which pods they stay away from.'),
  },
  {
    description: 'Where the pods go, as in a pod.',
    accepted: 'nodeAffinity, podAffinity or podAntiAffinity',
  },
);
