import { existsSync } from 'node:fs';

/** Where Kubernetes mounts a pod's service account. */
export const SERVICE_ACCOUNT_TOKEN =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Whether this process runs in a pod that has a service account. */
export function runsInPod(): boolean {
  return (
    Boolean(process.env.KUBERNETES_SERVICE_HOST) &&
    existsSync(SERVICE_ACCOUNT_TOKEN)
  );
}
