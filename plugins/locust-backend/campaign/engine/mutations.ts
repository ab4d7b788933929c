import { Reflector } from '../../src/kube/cache/Reflector';
import { StoreWriter } from '../../src/kube/cache/StoreWriter';
import { KubeClient } from '../../src/kube/client/KubeClient';
import type {
  DeleteOptions,
  MergePatchOptions,
} from '../../src/kube/client/WriteOptions';
import { Controller } from '../../src/kube/controller/Controller';
import { Expectations } from '../../src/kube/controller/Expectations';
import { isFailure } from '../../src/kube/KubeApiError';
import { objectKey } from '../../src/kube/KubeObject';
import { LeaderElection } from '../../src/kube/leader/LeaderElection';
import { CredentialSource } from '../../src/kube/transport/Credentials';
import { ChildWriter } from '../../src/operator/ChildWriter';
import type { JobHistory } from '../../src/operator/jobHistory';
import { RunCourse } from '../../src/operator/RunCourse';
import { StatusWriter } from '../../src/operator/StatusWriter';
import { LogCursor } from '../../src/outcomes/LogCursor';
import { type MutationName, MUTATIONS } from '../mutations';

type Method = (this: never, ...args: never[]) => unknown;

/** Puts another method in the place of one, which it gets to call. */
function replace(
  type: { readonly prototype: object },
  name: string,
  by: (
    original: (self: unknown, ...args: unknown[]) => unknown,
  ) => (self: unknown, ...args: unknown[]) => unknown,
): void {
  const original = Reflect.get(type.prototype, name) as Method | undefined;
  if (typeof original !== 'function') {
    throw new Error(`The mutation is out of date: there is no method ${name}`);
  }
  const mutated = by((self, ...args) =>
    Reflect.apply(original, self as never, args as never[]),
  );
  Object.defineProperty(type.prototype, name, {
    value(this: unknown, ...args: unknown[]) {
      return mutated(this, ...args);
    },
  });
}

const HOW: Readonly<Record<MutationName, () => void>> = {
  'skip-uid-comparison': () =>
    replace(StoreWriter, 'delete', () => (self, raw) => {
      const writer = self as {
        remove(key: string): void;
      };
      writer.remove(objectKey(raw as Parameters<typeof objectKey>[0]));
    }),
  'status-after-children': () =>
    replace(StatusWriter, 'announce', () => async () => {}),
  'no-live-get': () => {
    replace(RunCourse, 'findJob', original => async (self, ...args) => {
      const found = await original(self, ...args);
      return found === 'unsure' ? undefined : found;
    });
    replace(RunCourse, 'historyOf', original => async (self, ...args) => {
      const history = (await original(self, ...args)) as JobHistory;
      return history.kind === 'there'
        ? { kind: 'made', uid: 'of-a-job-that-is-there' }
        : history;
    });
  },
  'forget-expectations': () => replace(Expectations, 'waitMs', () => () => 0),
  'already-exists-is-ours': () =>
    replace(
      ChildWriter,
      'judgeExisting',
      () => async (_self, _key, _type, _store, manifest) => ({
        kind: 'there',
        object: manifest,
        made: false,
      }),
    ),
  'delete-without-preconditions': () =>
    replace(
      KubeClient,
      'delete',
      original => (self, type, ref, options) =>
        original(self, type, ref, {
          ...(options as DeleteOptions),
          uid: undefined,
        }),
    ),
  'lose-keys-on-error': () =>
    replace(
      Controller,
      'settle',
      original => (self, key, outcome) =>
        original(
          self,
          key,
          (outcome as { readonly kind: string }).kind === 'retry'
            ? { kind: 'done' }
            : outcome,
        ),
    ),
  'no-status-conflict': () =>
    replace(
      KubeClient,
      'mergePatch',
      original => (self, type, ref, patch, options) =>
        original(
          self,
          type,
          ref,
          patch,
          (options as MergePatchOptions).subresource === 'status'
            ? { ...(options as MergePatchOptions), resourceVersion: undefined }
            : options,
        ),
    ),
  'no-log-cursor': () => {
    replace(LogCursor, 'resume', () => () => undefined);
    replace(LogCursor, 'accept', () => () => true);
  },
  'deposed-leader-writes': () => {
    const { get } = Object.getOwnPropertyDescriptor(
      LeaderElection.prototype,
      'isLeader',
    )!;
    const once = new WeakSet<object>();
    Object.defineProperty(LeaderElection.prototype, 'isLeader', {
      get(this: object) {
        if (Reflect.apply(get!, this, [])) {
          once.add(this);
        }
        return once.has(this);
      },
    });
  },
  'orphan-children': () =>
    replace(
      KubeClient,
      'delete',
      original => (self, type, ref, options) =>
        original(self, type, ref, {
          ...(options as DeleteOptions),
          propagationPolicy: 'Orphan',
        }),
    ),
  'ignore-gone': () =>
    replace(Reflector, 'fail', original => (self, error) => {
      if (isFailure(error, 'gone')) {
        Object.defineProperty(error, 'failure', { value: 'serverError' });
      }
      return original(self, error);
    }),
  'token-in-log': () =>
    replace(CredentialSource, 'renew', original => (self, refused) => {
      process.stdout.write(`warn refused: ${JSON.stringify(refused)}\n`);
      return original(self, refused);
    }),
  'unhandled-rejection': () =>
    replace(Controller, 'settle', original => (self, key, outcome) => {
      const { kind, error } = outcome as {
        readonly kind: string;
        readonly error?: unknown;
      };
      if (kind === 'retry') {
        void Promise.reject(error);
      }
      return original(self, key, outcome);
    }),
};

/**
 * Puts a known bug into this process.
 *
 * @throws Error where there is none of that name, or what it changes is not there any more
 */
export function applyMutation(name: string): void {
  if (!(name in MUTATIONS)) {
    throw new Error(
      `There is no mutation "${name}"; there are ${Object.keys(MUTATIONS).join(
        ', ',
      )}`,
    );
  }
  HOW[name as MutationName]();
}
