import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkBlock } from '../../documentation/blocks/checkBlock';
import { bodyProblems } from '../../documentation/blocks/commands/bodyProblems';
import { routeOf } from '../../documentation/blocks/commands/checkCurl';
import type { CodeBlock } from '../../documentation/blocks/CodeBlock';
import {
  documentationPages,
  readCodeBlocks,
} from '../../documentation/blocks/readCodeBlocks';
import { splitCommands } from '../../documentation/blocks/splitCommands';
import { inRepository } from '../../documentation/repository';

const blocks = documentationPages().flatMap(it => readCodeBlocks(it));

/** Scripts that a test carries out as they stand there, by their first line. */
const CARRIED_OUT: Readonly<Record<string, string>> = {
  'set -eu': 'packages/backend/src/automation.test.ts',
};

const firstLine = ({ text }: CodeBlock) => text.split('\n')[0];

describe('what the documentation shows', () => {
  it.each(
    blocks
      .filter(it => !(firstLine(it) in CARRIED_OUT))
      .map(it => [`${it.page}:${it.line}`, it] as const),
  )('is as it says: %s', (_place, block) => {
    expect(checkBlock(block)).toEqual([]);
  });
});

/** What of it tests carry out for real: words of a block, and the test with words of its own. */
const RUN_FOR_REAL: readonly (readonly [string, string, string])[] = [
  [
    'kind: Locust',
    'plugins/locust-backend/src/operator/resource.integration.test.ts',
    'of the documentation unchanged',
  ],
  [
    '# examples/manifests/shop-smoke.yaml',
    'scripts/start.cjs',
    'shop-smoke.yaml',
  ],
  [
    'yarn --cwd packages/app add backstage-plugin-locust',
    'scripts/installProof/followReadme.cjs',
    "'## Install it in your portal'",
  ],
  [
    'manifests/crd.yaml',
    'plugins/locust-backend/src/operator/resource.integration.test.ts',
    'installResourceDefinition(client',
  ],
  [
    'manifests/rbac.yaml',
    'plugins/locust-backend/src/operator/original/keptRights.integration.test.ts',
    "grant('manifests/rbac.yaml')",
  ],
  [
    'rbac-namespaced.yaml',
    'plugins/locust-backend/src/operator/rights.integration.test.ts',
    'manifests/rbac-namespaced.yaml',
  ],
  [
    '{"spec":{"stop":true}}',
    'plugins/locust-backend/src/operator/operator.integration.test.ts',
    "edit('demo', { stop: true })",
  ],
  [
    'locust-qa.xyz/stop=true',
    'plugins/locust-backend/src/operator/operator.integration.test.ts',
    '[ANNOTATIONS.stop]',
  ],
  [
    '--from cronjob/',
    'plugins/locust-backend/src/operator/admission/admission.integration.test.ts',
    'cronjob.kubernetes.io/instantiate',
  ],
  [
    '--request POST https://portal.example.com/api/locust/freezes',
    'plugins/locust-backend/src/api/freezeRoutes.test.ts',
    '/freezes',
  ],
];

describe('what tests carry out for real', () => {
  it.each(Object.entries(CARRIED_OUT))('are scripts: %s', (line, file) => {
    const [script] = blocks.filter(it => firstLine(it) === line);
    const test = readFileSync(inRepository(file), 'utf8');
    expect(test).toContain(path.posix.basename(script.page));
    expect(test).toContain(line);
  });

  it.each(Object.keys(CARRIED_OUT))(
    'are scripts that send what the API takes: %s',
    line => {
      const [{ text }] = blocks.filter(it => firstLine(it) === line);
      const sent = [...text.matchAll(/(\/api\/[\w/]+)" --data '([^']+)'/g)];
      expect(sent).not.toEqual([]);
      for (const [, url, data] of sent) {
        expect(bodyProblems(routeOf('POST', url)!, data)).toEqual([]);
      }
    },
  );

  it.each(RUN_FOR_REAL)(
    'is shown, and carried out: %s',
    (shown, file, words) => {
      const texts = documentationPages().map(it =>
        readFileSync(inRepository(it), 'utf8'),
      );
      expect(texts.some(it => it.includes(shown))).toBe(true);
      expect(readFileSync(inRepository(file), 'utf8')).toContain(words);
    },
  );
});

const block = (language: string, text: string): CodeBlock => ({
  page: 'docs/page.md',
  line: 1,
  language,
  text,
});

describe('the check of a block', () => {
  it.each<[string, string, RegExp]>([
    ['', 'npm start', /nothing checks a block of ""/],
    ['yaml', 'a: [', /Flow sequence/],
    ['yaml', '- a', /neither a manifest nor a part of app-config/],
    [
      'yaml',
      'apiVersion: locust-qa.xyz/v1\nkind: Locust\nmetadata: {name: a}\nspec: {wokers: 1}',
      /no field wokers/,
    ],
    [
      'yaml',
      'apiVersion: locust-qa.xyz/v2\nkind: Locust\nmetadata: {name: a}',
      /has to be locust-qa.xyz\/v1/,
    ],
    [
      'yaml',
      'apiVersion: locust-qa.xyz/v1\nkind: Locust\nmetadata: {name: a, labels: {locust-qa.xyz/tset: a}}',
      /no label locust-qa.xyz\/tset/,
    ],
    [
      'yaml',
      'metadata: {annotations: {locust-qa.xyz/hosts: a}}',
      /no annotation locust-qa.xyz\/hosts/,
    ],
    ['yaml', 'locust: {limit: {}}', /no key locust.limit/],
    [
      'yaml',
      'locust: {guardrails: [{maxWorkers: 0}]}',
      /locust.guardrails\[0\].maxWorkers/,
    ],
    ['yaml', 'backend: {auth: {externalAcces: []}}', /no key backend.auth.e/],
    [
      'yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_B}',
      /"A_B" is not the name/,
    ],
    ['yaml', '# examples/manifests/none.yaml\na: 1', /no examples/],
    ['yaml', '# examples/manifests/shop-smoke.yaml\na: 1', /is not what/],
    ['sh', '# scripts/none.sh\nrm -r /', /no scripts/],
    ['sh', 'rm -r /', /nothing checks the program rm/],
    ['sh', 'export A=b', /does not hold what a command prints/],
    ['sh', 'export A="$(kubectl get locsts)"', /no resource locsts/],
    ['sh', 'npm run tset', /no script tset/],
    ['sh', 'npm start -- --klaster none', /no option --klaster/],
    ['sh', 'yarn --cwd packages/app add no-such-package', /no package/],
    ['sh', 'yarn workspace backstage-plugin-locust no', /no script no/],
    ['sh', 'kubectl get locustts', /no resource locustts/],
    ['sh', 'kubectl get locusts --namspace a', /--namspace/],
    ['sh', 'kubectl apply --filename none.yaml', /no file none.yaml/],
    ['sh', 'kubectl annotate job a locust-qa.xyz/halt=true', /no annotation/],
    [
      'sh',
      `kubectl patch locust a --type merge --patch '{"spec":{"stop":"yes"}}'`,
      /spec.stop/,
    ],
    ['sh', 'curl https://example.com/api/locust/run', /GET .*\/run$/],
    [
      'sh',
      `curl --data '{"reson": "a"}' https://example.com/api/locust/freezes`,
      /no reson\n.*lacks reason/,
    ],
    [
      'ts',
      "import { locustPlugn } from 'backstage-plugin-locust/legacy';",
      /exports no locustPlugn/,
    ],
    ['ts', "import a from 'no-such-package';", /no module/],
    ['ts', "await import('no-such-package');", /no module/],
    ['ts', 'const = 1;', /expected/],
    ['json', '{', /JSON/],
    ['python', 'import no_such_line', /no excerpt/],
    ['promql', 'locust_operator_engine_leaders == 0', /no family/],
  ])('refuses %s: %j', (language, text, expected) => {
    expect(checkBlock(block(language, text)).join('\n')).toMatch(expected);
  });

  it('takes commands apart', () => {
    expect(
      splitCommands(
        'A=1 npm test # all\n\nkubectl get pods \\\n  --output json | curl "a b" > c\n# none',
      ),
    ).toEqual([
      ['npm', 'test'],
      ['kubectl', 'get', 'pods', '--output', 'json'],
      ['curl', 'a b'],
    ]);
  });
});
