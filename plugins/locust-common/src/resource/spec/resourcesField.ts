import { asRecord } from '../fields/asRecord';
import { celText } from '../fields/cel';
import { type Field, finding, isPresent } from '../fields/Field';
import { mapOf } from '../fields/mapOf';
import { objectOf } from '../fields/objectOf';
import { shown } from '../fields/shown';
import { LABEL_KEY } from './labelFields';
import { QUANTITY, quantityValue } from './quantity';

const REFUSAL =
  'is not an amount; use one such as 500m or "0.5" of cpu and 512Mi or 2Gi of memory, in quotes where it has a decimal point';

const LONGEST = 64;

/** An amount; whole numbers may come as such, for YAML makes one of `cpu: 2`. */
const AMOUNT: Field<string> = {
  schema: {
    'x-kubernetes-int-or-string': true,
    maxLength: LONGEST,
    'x-kubernetes-validations': [
      {
        rule: `type(self) == int ? self >= 0 : self.matches(${celText(
          QUANTITY,
        )})`,
        message: `the value ${REFUSAL}`,
      },
    ],
  },
  check: value => {
    const isAmount =
      ((typeof value === 'string' && value.length <= LONGEST) ||
        Number.isInteger(value)) &&
      quantityValue(value) !== undefined;
    return finding(isAmount ? undefined : `${shown(value)} ${REFUSAL}.`);
  },
  read: value =>
    typeof value === 'string' || Number.isInteger(value)
      ? String(value)
      : undefined,
  isGiven: isPresent,
};

const KNOWN =
  '^(cpu|memory|ephemeral-storage|hugepages-[A-Za-z0-9]+|[^/]+/[^/]+)$';
const NAME_REFUSAL =
  'is not a resource of a container; use cpu, memory, ephemeral-storage, hugepages-2Mi or one of a vendor such as nvidia.com/gpu';

function amounts(description: string) {
  return mapOf(AMOUNT, {
    description,
    accepted: 'amounts such as {cpu: 500m, memory: 512Mi}',
    maxProperties: 20,
    keyProblem: key =>
      new RegExp(KNOWN, 'u').test(key) && new RegExp(LABEL_KEY, 'u').test(key)
        ? undefined
        : `${shown(key)} ${NAME_REFUSAL}.`,
    rules: [
      {
        rule: `self.all(key, key.matches(${celText(
          KNOWN,
        )}) && key.matches(${celText(LABEL_KEY)}))`,
        message: `one of the keys ${NAME_REFUSAL}`,
      },
    ],
  });
}

export const RESOURCES = objectOf(
  {
    requests: amounts('What a pod is promised.'),
    limits: amounts('What a pod may take at most.'),
  },
  {
    description: 'What a pod is promised and may take of the node.',
    accepted: 'requests and limits',
    rules: [
      {
        // The API server would need a library of newer versions of Kubernetes for that.
        find: given => {
          const limits = asRecord(given.limits) ?? {};
          return Object.entries(asRecord(given.requests) ?? {}).flatMap(
            ([name, request]) => {
              const wanted = quantityValue(request);
              const limit = Object.hasOwn(limits, name)
                ? quantityValue(limits[name])
                : undefined;
              return wanted !== undefined &&
                limit !== undefined &&
                wanted > limit
                ? [
                    {
                      at: `.requests[${JSON.stringify(name)}]`,
                      message: `${shown(
                        request,
                      )} is more than the limit ${shown(
                        limits[name],
                      )}; ask for at most that, or raise the limit.`,
                    },
                  ]
                : [];
            },
          );
        },
      },
    ],
  },
);
