import { decodePod } from './observed/PodObject';
import { killReason, podFailure, podTrouble } from './podTrouble';

/** A pod with a status as the kubelet or the scheduler of Kubernetes 1.34 writes it. */
const pod = (status: object) =>
  decodePod({
    metadata: {
      name: 'job-demo-x7k2p',
      namespace: 'demo',
      uid: 'u',
      creationTimestamp: '2026-01-31T10:00:00Z',
    },
    status,
  });

const status = (name: 'state' | 'lastState', state: object, more = {}) => ({
  phase: 'Running',
  containerStatuses: [{ name: 'locust', restartCount: 0, [name]: state }],
  ...more,
});

/** Of a master that was evicted when its node ran short of memory: its container was gone before it could be looked at. */
const EVICTED = {
  conditions: [
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'TerminationByKubelet',
      message:
        'The node was low on resource: memory. Threshold quantity: 100Mi, available: 92224Ki. Container locust was using 1200Mi, request is 0, has larger consumption of memory. ',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-31T10:03:20Z',
    },
    {
      type: 'Ready',
      status: 'False',
      reason: 'PodFailed',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-31T10:03:20Z',
    },
    {
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-31T10:00:00Z',
    },
  ],
  containerStatuses: [
    {
      name: 'locust',
      image: 'locustio/locust:2.47.0',
      imageID: '',
      lastState: {},
      ready: false,
      restartCount: 0,
      started: false,
      state: {
        terminated: {
          exitCode: 137,
          reason: 'ContainerStatusUnknown',
          message:
            'The container could not be located when the pod was terminated',
          startedAt: null,
          finishedAt: null,
        },
      },
    },
  ],
  message:
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 92224Ki. Container locust was using 1200Mi, request is 0, has larger consumption of memory. ',
  phase: 'Failed',
  qosClass: 'BestEffort',
  reason: 'Evicted',
  startTime: '2026-01-31T10:00:00Z',
};

describe('podTrouble', () => {
  it.each([
    [
      'an image that cannot be pulled',
      status(
        'state',
        {
          waiting: {
            reason: 'ErrImagePull',
            message:
              'failed to pull and unpack image "registry.invalid/none:1": failed to resolve reference "registry.invalid/none:1": dial tcp: lookup registry.invalid: no such host',
          },
        },
        { phase: 'Pending' },
      ),
      'image',
      'ImagePullFailed',
      'The image of the worker cannot be pulled (ErrImagePull: failed to pull and unpack image "registry.invalid/none:1": failed to resolve reference "registry.invalid/none:1": dial tcp: lookup registry.invalid: no such host); check the image\'s name and the pull secret, and whether the node reaches the registry.',
    ],
    [
      'a node that is not there',
      {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message:
              "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            lastTransitionTime: '2026-01-31T10:00:00Z',
          },
        ],
      },
      'placement',
      'Unschedulable',
      "No node takes the worker: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling; ask for less CPU or memory, correct its nodeSelector, affinity or tolerations, or add such a node.",
    ],
    [
      'a Secret that is not there',
      status('state', {
        waiting: {
          reason: 'CreateContainerConfigError',
          message: 'secret "keys" not found',
        },
      }),
      'configuration',
      'CreateContainerConfigError',
      'The worker\'s container cannot be made (CreateContainerConfigError: secret "keys" not found); make what is missing, or correct what the resource names.',
    ],
    [
      'a worker that ran out of memory and is about to be begun again',
      status('state', {
        terminated: {
          exitCode: 137,
          reason: 'OOMKilled',
          startedAt: '2026-01-31T10:00:02Z',
          finishedAt: '2026-01-31T10:01:00Z',
        },
      }),
      'lost',
      'OutOfMemory',
      'A worker ran out of memory and was killed, and its users with it; spread the users over more workers, keep less in the locustfile, or raise the memory limit (worker.resources).',
    ],
    [
      'a worker that was evicted, beside its successor',
      EVICTED,
      'lost',
      'Evicted',
      'The node evicted the worker: The node was low on resource: memory. Threshold quantity: 100Mi, available: 92224Ki. Container locust was using 1200Mi, request is 0, has larger consumption of memory; request as much memory and storage as it uses, or give it a limit that it keeps, and run the test again.',
    ],
    [
      'a command that the image does not have',
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'locust',
            restartCount: 2,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: {
              terminated: {
                exitCode: 128,
                reason: 'StartError',
                message:
                  'failed to create containerd task: exec: "locus": executable file not found in $PATH: unknown',
              },
            },
          },
        ],
      },
      'configuration',
      'StartFailed',
      'The worker\'s container could not be started (StartError: failed to create containerd task: exec: "locus": executable file not found in $PATH: unknown); correct the command, or take an image that has it.',
    ],
  ])('tells of %s, and what to do', (_what, raw, kind, code, message) => {
    expect(podTrouble(pod(raw), 'worker')).toMatchObject({
      kind,
      code,
      message,
    });
  });

  it.each([
    ['is being made', { waiting: { reason: 'ContainerCreating' } }],
    ['runs', { running: { startedAt: '2026-01-31T10:00:05Z' } }],
    [
      'has left with its master',
      { terminated: { exitCode: 0, reason: 'Completed' } },
    ],
    [
      'has left with its master, requests having failed',
      { terminated: { exitCode: 1, reason: 'Error' } },
    ],
  ])('has nothing against a worker that %s', (_what, state) => {
    expect(podTrouble(pod(status('state', state)), 'worker')).toBeUndefined();
  });
});

describe('podFailure', () => {
  it('tells that the node evicted the master, and what to do', () => {
    expect(podFailure(pod(EVICTED))).toEqual({
      code: 'Evicted',
      message:
        'The node evicted the master: The node was low on resource: memory. Threshold quantity: 100Mi, available: 92224Ki. Container locust was using 1200Mi, request is 0, has larger consumption of memory; request as much memory and storage as it uses, or give it a limit that it keeps, and run the test again.',
    });
  });

  it('leaves the deadline to whoever knows it', () => {
    expect(
      podFailure(
        pod(
          status(
            'state',
            { terminated: { exitCode: 137, reason: 'Error' } },
            {
              phase: 'Failed',
              reason: 'DeadlineExceeded',
              message: 'Pod was active on the node longer than the deadline',
            },
          ),
        ),
      ),
    ).toBeUndefined();
  });
});

describe('killReason', () => {
  it('is given for SIGKILL and for nothing else', () => {
    expect(killReason(137)?.code).toBe('Killed');
    expect(killReason(143)).toBeUndefined();
    expect(killReason(undefined)).toBeUndefined();
  });
});
