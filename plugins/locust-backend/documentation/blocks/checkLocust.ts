import {
  LOCUST_API_VERSION,
  locustSpecWarnings,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import { checkKubernetesObject } from './checkKubernetesObject';
import { unknownNames } from './unknownNames';

/** A `Locust` that the engine takes as it is, and that belongs where it says. */
export function checkLocust(
  manifest: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { apiVersion, spec, metadata } = manifest;
  return [
    ...(apiVersion === LOCUST_API_VERSION
      ? checkKubernetesObject(manifest)
      : [`its apiVersion has to be ${LOCUST_API_VERSION}`]),
    ...[...validateLocustSpec(spec), ...locustSpecWarnings(spec)].map(
      ({ field, message }) => `${field}: ${message}`,
    ),
    ...unknownNames(metadata),
  ];
}
