import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

/** The folder that holds base, components and overlays. */
export const DEPLOY_FOLDER = path.resolve(__dirname, '../../../deploy');

/** A Kubernetes object, trusted to have the fields that one of its kind has. */
export interface DeployedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: any;
}

/** What `kubectl kustomize` makes of a folder. */
export async function renderFolder(
  kubectl: string,
  folder: string,
): Promise<readonly DeployedObject[]> {
  const { stdout } = await promisify(execFile)(
    kubectl,
    ['kustomize', folder],
    // The definition of the resource alone has 200 kB.
    { maxBuffer: 16 << 20 },
  );
  return parseAllDocuments(stdout).map(document => document.toJS());
}
