import { locustDefinition } from 'backstage-plugin-locust-common';
import { stringify } from 'yaml';

const HEADER = `# The Locust resource. Manifests written for the operator that this one replaces apply unchanged: every field is
# optional, and three of them may also be spelled with underscores.
# Made from plugins/locust-common/src/resource by "yarn workspace backstage-plugin-locust-backend crd".
`;

/** The file manifests/crd.yaml, laid out as Prettier would. */
export function renderResourceDefinition(): string {
  return (
    HEADER +
    stringify(locustDefinition(), {
      // References within the file are more than every tool reads.
      aliasDuplicateObjects: false,
      singleQuote: true,
      lineWidth: 0,
    })
  );
}
