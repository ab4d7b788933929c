import type { MigrationPlan, Standing } from './planMigration';

const HEADINGS: Readonly<Record<Standing, string>> = {
  ours: 'nothing to do',
  free: 'the engine begins with it',
  waits: 'wait for a run',
  held: 'something is in the way',
};

/** The plans as text for a terminal. */
export function describeMigration(plans: readonly MigrationPlan[]): string {
  if (plans.length === 0) {
    return 'There is no Locust here.\n';
  }
  const count = (standing: Standing) =>
    plans.filter(it => it.standing === standing).length;
  return [
    ...plans.map(describePlan),
    `${plans.length} resources: ${(['ours', 'free', 'waits', 'held'] as const)
      .map(standing => `${count(standing)} ${HEADINGS[standing]}`)
      .join(', ')}. Nothing was changed.`,
    '',
  ].join('\n');
}

function describePlan(plan: MigrationPlan): string {
  const { namespace, name, standing, words, problems, changes, steps } = plan;
  return [
    `${namespace}/${name}: ${HEADINGS[standing]}`,
    `  ${words}`,
    ...problems.map(
      ({ field, message }) =>
        `  The engine would refuse it: ${field}: ${message}`,
    ),
    ...changes.map(({ what, now, then }) => `  ${what}: ${now} → ${then}`),
    ...steps.map(step => (step.startsWith('#') ? `  ${step}` : `  $ ${step}`)),
    '',
  ].join('\n');
}
