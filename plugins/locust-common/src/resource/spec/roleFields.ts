import { celList } from '../fields/cel';
import { listOf } from '../fields/listOf';
import { nameField } from '../fields/nameField';
import { objectOf } from '../fields/objectOf';
import { shown } from '../fields/shown';
import { textField } from '../fields/textField';
import { ENGINE_OPTIONS, ENGINE_SHORT_OPTION } from '../reservedNames';
import { AFFINITY } from './affinityField';
import { POD_ANNOTATIONS, POD_LABELS, selectorMap } from './labelFields';
import { RESOURCES } from './resourcesField';
import { TOLERATIONS } from './tolerationsField';

/** The long option that an argument is or begins with; Locust also takes an option cut short. */
export function optionOf(
  argument: string,
  options: readonly string[],
): string | undefined {
  const [written] = argument.split('=');
  return written.startsWith('--') && written.length > 2
    ? options.find(it => it === written) ??
        options.find(it => it.startsWith(written))
    : undefined;
}

function engineOptionProblem(argument: string): string | undefined {
  const option = optionOf(argument, Object.keys(ENGINE_OPTIONS));
  if (option) {
    return `${shown(argument)} is set by the engine; ${
      ENGINE_OPTIONS[option]
    }.`;
  }
  return argument.startsWith(ENGINE_SHORT_OPTION)
    ? `${shown(argument)} is set by the engine; ${
        ENGINE_OPTIONS['--run-time']
      }.`
    : undefined;
}

const EXTRA_ARGUMENTS = listOf(
  textField({
    minLength: 1,
    maxLength: 4096,
    accepted:
      'an option or a value of Locust, one word each, in quotes where YAML would make a number of it',
    check: engineOptionProblem,
    rules: [
      {
        rule: `!(self.startsWith('--') && self.split('=')[0].size() > 2 && ${celList(
          Object.keys(ENGINE_OPTIONS),
        )}.exists(it, it.startsWith(self.split('=')[0])))`,
        message:
          'the option is set by the engine; use the fields runTime, workersReadyTimeout and workers, and leave out how master and workers meet',
      },
      {
        rule: `!self.startsWith('${ENGINE_SHORT_OPTION}')`,
        message: 'the run time is set by the engine; use the field runTime',
      },
    ],
  }),
  {
    description: "Options of Locust, behind the engine's own.",
    accepted: 'a list of words such as ["--stop-timeout", "30"]',
    maxItems: 50,
  },
);

function role(description: string) {
  return objectOf(
    {
      resources: RESOURCES,
      nodeSelector: selectorMap('Labels of the nodes that the pods may go to.'),
      tolerations: TOLERATIONS,
      affinity: AFFINITY,
      labels: POD_LABELS,
      annotations: POD_ANNOTATIONS,
      serviceAccountName: nameField('ServiceAccount', {
        description: 'Name of the ServiceAccount of the pods.',
        emptyIsAbsent: true,
      }),
      extraArgs: EXTRA_ARGUMENTS,
    },
    { description, accepted: 'fields such as resources and nodeSelector' },
  );
}

export const MASTER = role("What concerns the master's pod alone.");
export const WORKER = role("What concerns the workers' pods alone.");
