import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { metricFamilies } from '../../documentation/blocks/checkQueries';
import { readPage } from '../../documentation/prose/readPage';
import { backendTexts } from '../../documentation/prose/shownTexts';
import { inRepository } from '../../documentation/repository';
import { nodesOf, parseSource } from '../../documentation/source/parseSource';
import { sourceFiles } from '../../documentation/source/sourceFiles';

const RUNBOOK = 'docs/runbook.md';
const MONITORING = 'docs/monitoring.md';

/** Where it is decided why a run waits, ends or is doubted. */
const ROOMS = ['operator', 'gate', 'freezes', 'outcomes'];

/** The words that a member of that name is given in the sources. */
function valuesOf(member: string, files: readonly string[]): readonly string[] {
  const values = files.flatMap(file =>
    nodesOf(parseSource(file), ts.isPropertyAssignment)
      .filter(it => it.name.getText() === member)
      .flatMap(({ initializer }) => [
        ...(ts.isStringLiteral(initializer) ? [initializer] : []),
        ...(ts.isConditionalExpression(initializer)
          ? nodesOf(initializer.whenTrue, ts.isStringLiteral).concat(
              nodesOf(initializer.whenFalse, ts.isStringLiteral),
            )
          : []),
      ])
      .map(it => it.text),
  );
  return [...new Set(values)];
}

const inSource = (file: string) =>
  inRepository('plugins/locust-backend/src', file);

interface Rule {
  readonly alert: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
}

const rules: readonly Rule[] = parseAllDocuments(
  readFileSync(
    inRepository(
      'plugins/locust-backend/manifests/monitoring/prometheusrule.yaml',
    ),
    'utf8',
  ),
)[0]
  .toJS()
  .spec.groups.flatMap((it: { readonly rules: readonly Rule[] }) => it.rules);

describe('the runbook', () => {
  const { headings, quotes } = readPage(RUNBOOK);
  const titled = (name: string) =>
    headings.some(it => it.includes(`\`${name}\``));

  it('has every reason that the engine gives', () => {
    const codes = valuesOf(
      'code',
      ROOMS.flatMap(it => sourceFiles(`plugins/locust-backend/src/${it}`)),
    );
    expect(codes).toEqual(
      expect.arrayContaining(['ImagePullFailed', 'Refused', 'DailyLimit']),
    );
    expect(codes.filter(it => !titled(it))).toEqual([]);
  });

  it('has every word of Kubernetes that becomes a reason', () => {
    const words = nodesOf(
      parseSource(inSource('operator/podTrouble.ts')),
      ts.isVariableDeclaration,
    )
      .filter(it => it.name.getText() === 'CONFIGURATION_REASONS')
      .flatMap(it => nodesOf(it, ts.isStringLiteral).map(word => word.text));
    expect(words).toContain('CreateContainerConfigError');
    expect(words.filter(it => !titled(it))).toEqual([]);
  });

  it('has every state of an engine that is not healthy', () => {
    const states = valuesOf('state', [inSource('operator/clusterHealth.ts')]);
    expect(states).toContain('crdMissing');
    expect(states.filter(it => it !== 'healthy' && !titled(it))).toEqual([]);
  });

  it('has everything that the self-check finds', () => {
    const codes = nodesOf(
      parseSource(inSource('operator/inspection/selfCheck.ts')),
      ts.isCallExpression,
    )
      .filter(it => it.expression.getText() === 'found')
      .map(it => (it.arguments[1] as ts.StringLiteral).text);
    expect(codes).toContain('rightsMissing');
    expect(codes.filter(it => !titled(it))).toEqual([]);
  });

  it('has every alert', () => {
    expect(rules.length).toBeGreaterThan(5);
    expect(rules.map(it => it.alert).filter(it => !titled(it))).toEqual([]);
  });

  it('quotes what the backend says, to the letter', () => {
    const texts = backendTexts();
    expect(quotes.length).toBeGreaterThan(40);
    expect(
      quotes.filter(quote => !texts.some(it => it.includes(quote))),
    ).toEqual([]);
  });
});

describe('what is told of monitoring', () => {
  const page = readFileSync(inRepository(MONITORING), 'utf8');

  it('has every alert, how grave it is and after how long it fires', () => {
    expect(
      rules
        .map(it => `| \`${it.alert}\` | ${it.labels.severity} | ${it.for} |`)
        .filter(it => !page.includes(it)),
    ).toEqual([]);
  });

  it('has every family of metrics', () => {
    const named = [...page.matchAll(/`(locust_operator_\w+|_\w+)`/g)].map(
      ([, it]) => it,
    );
    expect(
      metricFamilies().filter(
        family => !named.some(it => family === it || family.endsWith(it)),
      ),
    ).toEqual([]);
  });
});
