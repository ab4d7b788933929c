import { parseArgs } from 'node:util';
import { DEFAULT_CLUSTER_NAME, problemWithClusterName } from './clusterName';
import { STAND_IN_NAMES, type StandIn } from './nodeImages';

/** What `npm run cluster -- …` was asked to do. */
export type ClusterCommand =
  | {
      readonly action: 'up';
      readonly name: string;
      readonly controlPlane: boolean;
      readonly auditLog?: string;
      readonly controllers?: string;
    }
  | { readonly action: 'down' | 'status' | 'kubeconfig'; readonly name: string }
  | {
      readonly action: 'add-locust';
      readonly name: string;
      readonly version: string;
    }
  | {
      readonly action: 'add-image';
      readonly name: string;
      readonly archive: string;
    }
  | { readonly action: 'stand-in'; readonly image: StandIn }
  | { readonly action: 'help' };

export const USAGE = `Usage: npm run cluster -- up|down|status|kubeconfig|add-locust|add-image|stand-in [options]

  up          start a cluster and return when it is ready
  down        end it and remove every trace of it
  status      say whether it is up; exit code 0 if it is, 3 if not
  kubeconfig  print the path of its kubeconfig (npm run --silent cluster -- kubeconfig)
  add-locust VERSION  put Locust's image of another version into its node
  add-image FILE      put the image of an archive, as "docker save" writes it, into its node
  stand-in IMAGE      print the archive of what stands in for a published image: ${STAND_IN_NAMES.join(
    ' or ',
  )}

  --name NAME       the cluster meant, "${DEFAULT_CLUSTER_NAME}" if not given
  --control-plane   with up: etcd, API server and controllers only; needs no root, runs no pods
  --audit-log FILE  with up: the API server writes every request to FILE
  --controllers LIST  with up: what kube-controller-manager runs, as "*,-cronjob-controller"
`;

const ACTIONS = 'up, down, status, kubeconfig, add-locust, add-image';
const WITH_OBJECT: readonly (string | undefined)[] = [
  'add-locust',
  'add-image',
  'stand-in',
];

/** Decodes the arguments; throws an error with one sentence that says what would be accepted. */
export function parseCommandLine(args: readonly string[]): ClusterCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string', default: DEFAULT_CLUSTER_NAME },
      'control-plane': { type: 'boolean', default: false },
      'audit-log': { type: 'string' },
      controllers: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [action, ...more] = positionals;
  const [object, ...surplus] = WITH_OBJECT.includes(action)
    ? more
    : [undefined, ...more];
  if (values.help || action === 'help') {
    return { action: 'help' };
  }
  const problem = problemWithClusterName(values.name);
  if (problem) {
    throw new Error(problem);
  }
  if (surplus.length > 0) {
    throw new Error(
      `"${surplus[0]}" is one word too many after ${action}: a name is given with --name`,
    );
  }
  const {
    name,
    'control-plane': controlPlane,
    'audit-log': auditLog,
    controllers,
  } = values;
  if (
    action !== 'up' &&
    (controlPlane || (auditLog ?? controllers) !== undefined)
  ) {
    throw new Error(
      `--control-plane, --audit-log and --controllers go with up, not with ${action}`,
    );
  }
  switch (action) {
    case 'up':
      return { action, name, controlPlane, auditLog, controllers };
    case 'down':
    case 'status':
    case 'kubeconfig':
      return { action, name };
    case 'add-locust':
      if (object === undefined || !/^\d+\.\d+\.\d+$/.test(object)) {
        throw new Error('Say which version of Locust to add, as 2.24.1');
      }
      return { action, name, version: object };
    case 'add-image':
      if (object === undefined) {
        throw new Error(
          'Say which archive to add: a file that `docker save` wrote',
        );
      }
      return { action, name, archive: object };
    case 'stand-in': {
      const image = STAND_IN_NAMES.find(it => it === object);
      if (!image) {
        throw new Error(
          `Say for which image: there is a stand-in for ${STAND_IN_NAMES.join(
            ' and ',
          )}`,
        );
      }
      return { action, image };
    }
    case undefined:
      throw new Error(`Say what to do: ${ACTIONS} or stand-in`);
    default:
      throw new Error(`"${action}" is not known: ${ACTIONS} and stand-in are`);
  }
}
