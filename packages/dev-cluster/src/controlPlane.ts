import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { stringify } from 'yaml';
import { apiAnswers, ApiAddress, apiGet } from './apiRequest';
import type { ComponentName } from './clusterRecord';
import { Components } from './component';
import { findFreePorts } from './freePorts';
import { renderKubeconfig } from './kubeconfig';
import type { ComponentProgram } from './kubernetesBinary';
import { runCommand } from './runCommand';
import { newToken, renderTokenFile, TokenUser } from './tokenFile';

/** The range that Services get their addresses from. */
export const SERVICE_RANGE = '10.96.0.0/16';
const FIRST_SERVICE_ADDRESS = '10.96.0.1';

export const NODE_NAME = 'dev-node';

/** Who talks to the API server: each with a token of its own and the rights that Kubernetes' own roles give it. */
export const USERS = {
  admin: { user: 'admin', groups: ['system:masters'] },
  'kube-controller-manager': {
    user: 'system:kube-controller-manager',
    groups: [],
  },
  'kube-scheduler': { user: 'system:kube-scheduler', groups: [] },
  'kube-proxy': { user: 'system:kube-proxy', groups: [] },
  kubelet: { user: `system:node:${NODE_NAME}`, groups: ['system:nodes'] },
  // Kubernetes has no role of its own for CoreDNS outside a pod.
  coredns: { user: 'dev-cluster:coredns', groups: ['system:masters'] },
} as const satisfies Record<string, TokenUser>;

export type UserName = keyof typeof USERS;

export interface ControlPlaneOptions {
  readonly programs: ReadonlyMap<ComponentName, ComponentProgram>;
  readonly auditLog?: string;
  /** What kube-controller-manager runs (`--controllers`). */
  readonly controllers?: string;
  /** The host's address as the node's namespace sees it; without one the API server listens on the loopback only. */
  readonly nodeFacingAddress?: string;
}

// Generous, for a machine that is busy with other things: an end of a process is noticed at once anyway.
const READY_TIMEOUT_MS = 120_000;

/** Starts etcd, kube-apiserver and kube-controller-manager; the cluster's folder exists and is empty. */
export async function startControlPlane(
  components: Components,
  options: ControlPlaneOptions,
): Promise<ApiAddress> {
  const { folder, name } = components.record;
  const { nodeFacingAddress } = options;
  await Promise.all(
    ['logs', 'certificates', 'kubeconfigs'].map(part =>
      mkdir(path.join(folder, part), { recursive: true }),
    ),
  );
  const [apiPort, etcdClientPort, etcdPeerPort] = await findFreePorts(3);
  const etcdUrl = `http://127.0.0.1:${etcdClientPort}`;
  await start(
    components,
    options,
    'etcd',
    etcdArguments(etcdUrl, etcdPeerPort),
  );

  const tokens = new Map(
    (Object.keys(USERS) as UserName[]).map(user => [user, newToken()] as const),
  );
  await Promise.all([
    writePrivate(
      path.join(folder, 'tokens.csv'),
      renderTokenFile([...tokens].map(([user, token]) => [token, USERS[user]])),
    ),
    writeServiceAccountKeys(folder),
    options.auditLog && writeAuditPolicy(folder),
    nodeFacingAddress &&
      writeCertificate(options.programs, folder, nodeFacingAddress),
  ]);
  await components.until('etcd should be healthy', READY_TIMEOUT_MS, () =>
    httpAnswers(`${etcdUrl}/health`),
  );
  const apiServerArguments = [
    `--etcd-servers=${etcdUrl}`,
    `--secure-port=${apiPort}`,
    `--cert-dir=${folder}/certificates`,
    `--token-auth-file=${folder}/tokens.csv`,
    `--service-account-key-file=${folder}/certificates/service-accounts.pub`,
    `--service-account-signing-key-file=${folder}/certificates/service-accounts.key`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    '--profiling=false',
    // The name of a node means nothing to the host's DNS: without this `kubectl logs` looks it up there.
    '--kubelet-preferred-address-types=InternalIP',
    ...(nodeFacingAddress
      ? [
          '--bind-address=0.0.0.0',
          `--advertise-address=${nodeFacingAddress}`,
          `--tls-cert-file=${folder}/certificates/apiserver.crt`,
          `--tls-private-key-file=${folder}/certificates/apiserver.key`,
        ]
      : [
          '--bind-address=127.0.0.1',
          '--advertise-address=127.0.0.1',
          // A loopback address is refused as an endpoint of the `kubernetes` Service, over and over.
          '--endpoint-reconciler-type=none',
        ]),
    ...(options.auditLog
      ? [
          `--audit-policy-file=${folder}/audit-policy.yaml`,
          `--audit-log-path=${options.auditLog}`,
        ]
      : []),
  ];
  const apiServer = options.programs.get('kube-apiserver')!;
  const command = {
    command: apiServer.command,
    args: [...apiServer.args, ...apiServerArguments],
  };
  await components.update({ apiServer: command });
  await components.start('kube-apiserver', command.command, command.args);

  const server = `https://127.0.0.1:${apiPort}`;
  const address = await untilReady(components, server, tokens.get('admin')!);
  await components.update({
    server,
    token: address.token,
    version: JSON.parse((await apiGet(address, '/version')).body).gitVersion,
  });
  await writeKubeconfigs(folder, name, address, tokens, options);

  if (options.controllers !== '') {
    await start(components, options, 'kube-controller-manager', [
      `--kubeconfig=${kubeconfigOf(folder, 'kube-controller-manager')}`,
      `--service-account-private-key-file=${folder}/certificates/service-accounts.key`,
      `--root-ca-file=${folder}/certificates/apiserver.crt`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--secure-port=0',
      '--profiling=false',
      // Every controller asks for an account of its own as it starts: at the usual 20 requests a second that takes 4 s.
      '--kube-api-qps=1000',
      '--kube-api-burst=2000',
      ...(options.controllers ? [`--controllers=${options.controllers}`] : []),
    ]);
    if (!options.controllers || options.controllers.split(',').includes('*')) {
      // The first sign that it works: without this account no pod is admitted.
      await components.until(
        'the controllers should have made the default service account',
        READY_TIMEOUT_MS,
        () =>
          apiAnswers(
            address,
            '/api/v1/namespaces/default/serviceaccounts/default',
          ),
      );
    }
  }
  return address;
}

/** Waits until the API server is ready to serve; it makes its certificate only as it starts. */
export async function untilReady(
  components: Components,
  server: string,
  token: string,
): Promise<ApiAddress> {
  const certificate = path.join(
    components.record.folder,
    'certificates',
    'apiserver.crt',
  );
  const addressNow = async () => ({
    server,
    token,
    certificateAuthority: await readFile(certificate, 'utf8').catch(() => ''),
  });
  await components.until(
    'kube-apiserver should be ready',
    READY_TIMEOUT_MS,
    async () => apiAnswers(await addressNow(), '/readyz'),
  );
  return addressNow();
}

/** The kubeconfig of one of {@link USERS}. */
export function kubeconfigOf(folder: string, user: UserName): string {
  return user === 'admin'
    ? path.join(folder, 'kubeconfig.yaml')
    : path.join(folder, 'kubeconfigs', `${user}.yaml`);
}

async function start(
  components: Components,
  options: ControlPlaneOptions,
  name: ComponentName,
  args: readonly string[],
) {
  const program = options.programs.get(name)!;
  await components.start(name, program.command, [...program.args, ...args]);
}

function etcdArguments(clientUrl: string, peerPort: number) {
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  return [
    '--data-dir=etcd',
    // Nothing here is meant to survive the machine: not waiting for the disk is what makes it quick.
    '--unsafe-no-fsync',
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--log-level=warn',
  ];
}

async function writeServiceAccountKeys(folder: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const file = path.join(folder, 'certificates', 'service-accounts');
  await writePrivate(`${file}.key`, privateKey);
  await writePrivate(`${file}.pub`, publicKey);
}

async function writeAuditPolicy(folder: string) {
  await writeFile(
    path.join(folder, 'audit-policy.yaml'),
    stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived'],
      rules: [{ level: 'Metadata' }],
    }),
  );
}

async function writeCertificate(
  programs: ControlPlaneOptions['programs'],
  folder: string,
  nodeFacingAddress: string,
) {
  const ips = ['127.0.0.1', nodeFacingAddress, FIRST_SERVICE_ADDRESS].join(',');
  const names = [
    'localhost',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ].join(',');
  await runCommand(programs.get('kube-apiserver')!.command, [
    'certificate',
    `--dir=${folder}/certificates`,
    `--ips=${ips}`,
    `--names=${names}`,
  ]);
}

async function writeKubeconfigs(
  folder: string,
  name: string,
  address: ApiAddress,
  tokens: ReadonlyMap<UserName, string>,
  options: ControlPlaneOptions,
) {
  const fromNode = options.nodeFacingAddress
    ? address.server.replace('127.0.0.1', options.nodeFacingAddress)
    : address.server;
  const insideNode: readonly UserName[] = ['kubelet', 'kube-proxy', 'coredns'];
  await Promise.all(
    [...tokens].map(([user, token]) =>
      writePrivate(
        kubeconfigOf(folder, user),
        renderKubeconfig({
          name: `dev-cluster-${name}`,
          user,
          address: {
            ...address,
            token,
            server: insideNode.includes(user) ? fromNode : address.server,
          },
        }),
      ),
    ),
  );
}

function writePrivate(file: string, text: string) {
  return writeFile(file, text, { mode: 0o600 });
}

function httpAnswers(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const call = request(url, { agent: false, timeout: 2_000 }, response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
