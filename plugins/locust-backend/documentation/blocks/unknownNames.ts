import { LOCUST_GROUP } from 'backstage-plugin-locust-common';
import { declaredNames } from '../pages/annotationsPage';

/** Labels and annotations of the plugin's own that a `metadata` holds and that there are not. */
export function unknownNames(metadata: unknown): readonly string[] {
  const { labels = {}, annotations = {} } = (metadata ?? {}) as {
    readonly labels?: object;
    readonly annotations?: object;
  };
  const known = declaredNames();
  return [
    ...unknown('label', labels, known.labels),
    ...unknown('annotation', annotations, known.annotations),
  ];
}

function unknown(
  what: string,
  given: object,
  known: readonly { readonly name: string }[],
): readonly string[] {
  return Object.keys(given)
    .filter(
      name =>
        name.startsWith(`${LOCUST_GROUP}/`) &&
        !known.some(it => it.name === name),
    )
    .map(name => `there is no ${what} ${name}`);
}
