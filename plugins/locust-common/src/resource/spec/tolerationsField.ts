import { choiceField } from '../fields/choiceField';
import type { Finding } from '../fields/Field';
import { listOf } from '../fields/listOf';
import { wholeNumber } from '../fields/numberFields';
import { objectOf } from '../fields/objectOf';
import { labelKeyField, labelValueField } from './labelFields';

const TOLERATION = objectOf(
  {
    key: labelKeyField(
      'Key of the taint; left out with Exists for all taints.',
    ),
    operator: choiceField(['Equal', 'Exists'], {
      description: 'Default Equal.',
      refusal: 'is not an operator; use Equal or Exists',
    }),
    value: labelValueField('Value of the taint, with Equal.'),
    effect: choiceField(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
      description: 'Left out: all of them.',
      refusal:
        'is not an effect; use NoSchedule, PreferNoSchedule or NoExecute, or leave it out for all of them',
    }),
    tolerationSeconds: wholeNumber({
      description: 'How long a taint is borne, with NoExecute.',
      what: 'how many seconds a taint is borne',
      min: 0,
      max: 1_000_000_000,
    }),
  },
  {
    description: 'A taint of nodes that the pods bear.',
    accepted: 'key, operator, value and effect',
    rules: [
      {
        find: given =>
          given.operator === 'Exists' &&
          given.value !== undefined &&
          given.value !== ''
            ? at('.value', 'With Exists any value counts; leave value out.')
            : [],
        cel: {
          rule: "!(has(self.operator) && self.operator == 'Exists' && has(self.value) && self.value != '')",
          message: 'with Exists any value counts; leave value out',
        },
      },
      {
        find: given =>
          given.key === undefined && given.operator !== 'Exists'
            ? at(
                '.key',
                'Without a key all taints are meant, which takes the operator Exists; add key, or use Exists.',
              )
            : [],
        cel: {
          rule: "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
          message:
            'without a key all taints are meant, which takes the operator Exists',
        },
      },
      {
        find: given =>
          given.tolerationSeconds !== undefined && given.effect !== 'NoExecute'
            ? at(
                '.tolerationSeconds',
                'Only pods that run are driven away after a time; use the effect NoExecute, or leave tolerationSeconds out.',
              )
            : [],
        cel: {
          rule: "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
          message: 'tolerationSeconds goes with the effect NoExecute',
        },
      },
    ],
  },
);

function at(path: string, message: string): readonly Finding[] {
  return [{ at: path, message }];
}

export const TOLERATIONS = listOf(TOLERATION, {
  description: 'Taints of nodes that the pods bear.',
  accepted:
    'a list of tolerations such as [{key: load-tests, operator: Exists}]',
  maxItems: 20,
});
