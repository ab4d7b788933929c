import { LOCUST_KIND } from 'backstage-plugin-locust-common';
import { parseAllDocuments } from 'yaml';
import { checkAppConfig } from './checkAppConfig';
import { checkCatalogEntity } from './checkCatalogEntity';
import { checkKubernetesObject } from './checkKubernetesObject';
import { checkLocust } from './checkLocust';
import type { BlockCheck } from './CodeBlock';

/** A manifest, a catalog file or a part of app-config. */
export const checkYaml: BlockCheck = ({ text }) => {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap(it => it.errors.map(error => error.message));
  return errors.length > 0
    ? errors
    : documents.flatMap(it => checkDocument(it.toJS()));
};

function checkDocument(document: unknown): readonly string[] {
  if (
    typeof document !== 'object' ||
    document === null ||
    Array.isArray(document)
  ) {
    return ['it is neither a manifest nor a part of app-config'];
  }
  const object = document as Readonly<Record<string, unknown>>;
  if (object.kind === LOCUST_KIND) {
    return checkLocust(object);
  }
  const { apiVersion } = object;
  if (
    String(apiVersion).startsWith('backstage.io/') ||
    Object.keys(object).join() === 'metadata'
  ) {
    return checkCatalogEntity(object);
  }
  return apiVersion === undefined
    ? checkAppConfig(object)
    : checkKubernetesObject(object);
}
