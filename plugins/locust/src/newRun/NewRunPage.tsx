import { useId, useMemo, useRef, useState } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import type { Targets } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef } from '../api/LocustApi';
import { PageHead } from '../layout/PageHead';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { SelectField } from '../layout/SelectField';
import { useFieldStyles } from '../layout/useFieldStyles';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { locustManifest } from '../manifest/locustManifest';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { NoTargetState } from '../states/NoTargetState';
import { localProblems, placeProblems } from './formProblems';
import { FormStep } from './FormStep';
import { FormTextField } from './FormTextField';
import { loadSentence } from './loadSentence';
import { LocustfileFields } from './LocustfileFields';
import { ManifestPanel } from './ManifestPanel';
import {
  definitionFrom,
  formFromRun,
  formFromTargets,
  type NewRunForm,
} from './NewRunForm';
import { RunSummary } from './RunSummary';
import { ScheduleFields } from './ScheduleFields';
import { ownTimeZone } from './timeZones';
import { useValidation } from './useValidation';

const useStyles = makeStyles(theme => ({
  page: {
    display: 'grid',
    gap: theme.spacing(2),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(300px, 380px)',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
  heading: { gridColumn: '1 / -1' },
  stack: { display: 'grid', gap: theme.spacing(2) },
  four: {
    display: 'grid',
    gap: theme.spacing(2, 1.5),
    alignItems: 'start',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  two: {
    display: 'grid',
    gap: theme.spacing(2, 1.5),
    alignItems: 'start',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  note: {
    marginTop: theme.spacing(1.25),
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
  },
  list: { margin: 0, paddingLeft: theme.spacing(2) },
}));

/** The four figures of a load; their problems stand below all four, for they are narrow. */
const LOAD_FIELDS = [
  { field: 'users', label: 'Users', hint: undefined, inputMode: 'numeric' },
  {
    field: 'spawnRate',
    label: 'Spawn rate',
    hint: 'users a second',
    inputMode: 'decimal',
  },
  {
    field: 'runTime',
    label: 'Run time',
    hint: '30s, 10m, 1h30m',
    inputMode: 'text',
  },
  { field: 'workers', label: 'Workers', hint: undefined, inputMode: 'numeric' },
] as const;

/** The form for a new run: loads what it is prefilled with, then shows it. */
export default function NewRunPage() {
  const api = useApi(locustApiRef);
  const { entityRef } = useLoadTestsPaths();
  const [params] = useSearchParams();
  const from = params.get('from') ?? undefined;
  const start = usePolled(
    `${entityRef} ${from}`,
    async () => {
      const targets = await api.getTargets(entityRef);
      const recent =
        from === undefined
          ? (await api.listRuns({ entityRef, limit: 1 })).items[0]
          : await api.getRun(from);
      const name = entityRef ? parseEntityRef(entityRef).name : 'load-test';
      const empty = formFromTargets(targets, name, ownTimeZone());
      return {
        targets,
        form: recent ? formFromRun(empty, recent, from !== undefined) : empty,
      };
    },
    () => 'never',
  );

  return (
    <PolledContent resource={start} what="The form" rows={5} frame={Panel}>
      {({ targets, form }) =>
        form.cluster && form.namespace ? (
          <NewRunScreen key={from} targets={targets} start={form} />
        ) : (
          <Panel>
            <NoTargetState clusters={targets.clusters.map(one => one.name)} />
          </Panel>
        )
      }
    </PolledContent>
  );
}

function NewRunScreen(props: {
  readonly targets: Targets;
  readonly start: NewRunForm;
}) {
  const { targets } = props;
  const classes = useStyles();
  const fields = useFieldStyles();
  const problemIds = useId();
  const api = useApi(locustApiRef);
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const now = useNow(30_000);
  const [form, setForm] = useState(props.start);
  // Choices that nobody made yet are not called wrong before somebody tries to start.
  const [tried, setTried] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  const idempotent = useIdempotent();

  const definition = useMemo(
    () => definitionFrom(form, paths.entityRef),
    [form, paths.entityRef],
  );
  const local = useMemo(
    () => localProblems(form, definition),
    [form, definition],
  );
  const server = useValidation(local.length === 0 ? definition : undefined);
  const validation =
    server.status === 'checked' ? server.validation : undefined;
  const all = [...local, ...(validation?.problems ?? [])];
  const unchosen =
    !tried &&
    ((form.source === 'configMap' && !form.configMap) ||
      (form.source === 'repository' && form.repository === undefined));
  const problems = placeProblems(
    unchosen
      ? all.filter(problem => !problem.field.startsWith('spec.locustfile'))
      : all,
  );

  const submit = useAction(async () => {
    setTried(true);
    if (local.length > 0) {
      focusFirstProblem(page.current);
      return;
    }
    if (form.when === 'now') {
      const run = await idempotent(key => api.createRun(definition, key));
      navigate(paths.run(run.id));
    } else {
      await idempotent(key => api.createTest(definition, key));
      navigate(paths.list('schedules'));
    }
  });

  const change = (to: Partial<NewRunForm>) => {
    setForm(before => ({ ...before, ...to }));
    submit.dismiss();
  };

  const { byField, others } = problems;
  const cluster = targets.clusters.find(one => one.name === form.cluster);
  const namespaces = [
    ...new Set([
      ...(cluster?.namespaces ?? []),
      ...(form.namespace ? [form.namespace] : []),
    ]),
  ];
  const choosePlace = targets.clusters.length > 1 || namespaces.length > 1;
  const yaml = useMemo(
    () =>
      locustManifest({
        name: definition.name,
        namespace: definition.namespace,
        entityRef: definition.entityRef,
        spec: definition.spec,
      }),
    [definition],
  );
  const sentence = loadSentence(form);
  const scheduled = form.when === 'schedule';

  return (
    <form
      ref={page}
      className={classes.page}
      noValidate
      aria-label="New run"
      onSubmit={event => {
        event.preventDefault();
        submit.run();
      }}
    >
      <div className={classes.heading}>
        <PageHead title="New run" />
      </div>
      <div className={classes.column}>
        <FormStep number={1} title="What to run">
          <div className={classes.stack}>
            <LocustfileFields
              form={form}
              entityRef={paths.entityRef}
              repositoryPath={targets.defaults.locustfile}
              problem={byField.locustfile}
              onChange={change}
            />
            <div className={classes.two}>
              <FormTextField
                label="Host"
                value={form.host}
                problem={byField.host}
                hint="where the requests go; empty: as the locustfile says"
                placeholder="https://shop.staging.example.com"
                inputMode="url"
                onChange={host => change({ host })}
              />
              <FormTextField
                label="Test name"
                value={form.name}
                problem={byField.name}
                hint="runs of the same name are compared"
                onChange={name => change({ name })}
              />
              {choosePlace && (
                <>
                  <SelectField
                    label="Cluster"
                    fullWidth
                    value={form.cluster}
                    error={Boolean(byField.cluster)}
                    helperText={byField.cluster ?? cluster?.problem}
                    options={targets.clusters.map(one => ({
                      value: one.name,
                      label: one.available
                        ? one.name
                        : `${one.name} (cannot be reached)`,
                    }))}
                    onChange={name =>
                      change({
                        cluster: name,
                        namespace:
                          targets.clusters.find(one => one.name === name)
                            ?.namespaces[0] ?? form.namespace,
                      })
                    }
                  />
                  <SelectField
                    label="Namespace"
                    fullWidth
                    value={form.namespace}
                    error={Boolean(byField.namespace)}
                    helperText={byField.namespace}
                    options={namespaces.map(name => ({
                      value: name,
                      label: name,
                    }))}
                    onChange={namespace => change({ namespace })}
                  />
                </>
              )}
            </div>
          </div>
        </FormStep>
        <FormStep number={2} title="How much">
          <div className={classes.four}>
            {LOAD_FIELDS.map(({ field, label, hint, inputMode }) => (
              <FormTextField
                key={field}
                label={label}
                hint={hint}
                inputMode={inputMode}
                value={form[field]}
                problem={byField[field]}
                problemId={`${problemIds}${field}`}
                onChange={value => change({ [field]: value })}
              />
            ))}
          </div>
          {LOAD_FIELDS.map(
            ({ field, label }) =>
              byField[field] && (
                <FormHelperText
                  key={field}
                  id={`${problemIds}${field}`}
                  error
                  className={fields.problem}
                >
                  <b>{label}:</b> {byField[field]}
                </FormHelperText>
              ),
          )}
          {sentence && <div className={classes.note}>{sentence}</div>}
        </FormStep>
        <FormStep number={3} title="What counts as passed">
          <div className={classes.stack}>
            <FormTextField
              label="Thresholds"
              multiline
              value={form.thresholds}
              problem={byField.thresholds}
              hint="one in each line, such as p95 < 500ms, fail_ratio < 1% or GET /checkout: p99 < 1s; empty: no verdict"
              onChange={thresholds => change({ thresholds })}
            />
            <FormTextField
              label="Warm-up"
              value={form.ignoreFirst}
              problem={byField.ignoreFirst}
              hint="30s, 2m: so much of the beginning is left out of the thresholds; empty: nothing"
              onChange={ignoreFirst => change({ ignoreFirst })}
            />
          </div>
        </FormStep>
        <FormStep number={4} title="When">
          <Segments
            label="When it runs"
            value={form.when}
            options={[
              { value: 'now', label: 'Now' },
              { value: 'schedule', label: 'On a schedule' },
            ]}
            onChange={when => change({ when })}
          />
          {scheduled && (
            <ScheduleFields
              form={form}
              problems={byField}
              now={now}
              onChange={change}
            />
          )}
        </FormStep>
      </div>
      <div className={classes.column}>
        <RunSummary form={form}>
          <div className={classes.notices}>
            {cluster && !cluster.available && (
              <Notice
                tone="warning"
                title={`Cluster ${cluster.name} cannot be reached`}
              >
                {cluster.problem}
              </Notice>
            )}
            {others.length > 0 && (
              <Notice tone="error" title="This would be refused">
                <ul className={classes.list}>
                  {others.map(problem => (
                    <li key={problem.field + problem.message}>
                      <b>{problem.field}</b>: {problem.message}
                    </li>
                  ))}
                </ul>
              </Notice>
            )}
            {tried && local.length > 0 && (
              <Notice tone="error">
                {local.length === 1
                  ? 'One field needs another value.'
                  : `${local.length} fields need another value.`}
              </Notice>
            )}
            {submit.error && (
              <Notice
                tone="error"
                title={
                  scheduled
                    ? 'The schedule was not created'
                    : 'The run was not started'
                }
              >
                {explainError(submit.error).message}
              </Notice>
            )}
          </div>
          <PendingButton
            type="submit"
            fullWidth
            variant="contained"
            color="primary"
            pending={submit.pending}
          >
            {scheduled ? 'Create schedule' : 'Start run'}
          </PendingButton>
        </RunSummary>
        <ManifestPanel yaml={yaml} rendered={validation?.manifests ?? []} />
      </div>
    </form>
  );
}

/** Takes the person to what has to change, after it was drawn as wrong. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  setTimeout(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
