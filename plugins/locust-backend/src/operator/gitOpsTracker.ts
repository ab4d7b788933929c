import type { LocustObject } from './LocustObject';

/** The tool that keeps a resource as git has it, by its annotations and labels: Argo CD, or Flux by either controller. */
export function gitOpsTracker({
  metadata,
}: Pick<LocustObject, 'metadata'>): string | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const names = [...Object.keys(labels), ...Object.keys(annotations)];
  if (
    names.some(it => it.startsWith('argocd.argoproj.io/')) ||
    // Helm sets the same label but does not watch what becomes of the resource.
    (labels['app.kubernetes.io/instance'] !== undefined &&
      labels['app.kubernetes.io/managed-by'] !== 'Helm')
  ) {
    return 'Argo CD';
  }
  return names.some(it => /^(kustomize|helm)\.toolkit\.fluxcd\.io\//.test(it))
    ? 'Flux'
    : undefined;
}
