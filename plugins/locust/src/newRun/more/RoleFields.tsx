import { makeStyles } from '@material-ui/core/styles';
import { FormGrid } from '../FormGrid';
import type { FormProblems } from '../formProblems';
import { FormTextField } from '../FormTextField';
import { useTranslate } from '../../translations/useTranslate';
import type { RoleForm } from './moreForm';

const useStyles = makeStyles(theme => ({
  group: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
  title: {
    padding: 0,
    marginBottom: theme.spacing(1.5),
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 700,
  },
  below: { marginTop: theme.spacing(2) },
}));

const AMOUNTS = [
  {
    of: 'requests',
    what: 'cpu',
    label: 'newRun.more.cpuPromised',
    hint: '500m, 2',
  },
  {
    of: 'limits',
    what: 'cpu',
    label: 'newRun.more.cpuAtMost',
    hint: undefined,
  },
  {
    of: 'requests',
    what: 'memory',
    label: 'newRun.more.memoryPromised',
    hint: '512Mi, 2Gi',
  },
  {
    of: 'limits',
    what: 'memory',
    label: 'newRun.more.memoryAtMost',
    hint: undefined,
  },
] as const;

/** What the pods of the master, or of the workers, take of a node, and of which. */
export function RoleFields(props: {
  readonly title: string;
  /** `spec.master` or `spec.worker`. */
  readonly path: string;
  readonly role: RoleForm;
  readonly problems: FormProblems['byPath'];
  readonly onChange: (role: RoleForm) => void;
}) {
  const { title, path, role, problems, onChange } = props;
  const classes = useStyles();
  const t = useTranslate();
  const placement = Object.keys(problems).find(one =>
    one.startsWith(`${path}.nodeSelector`),
  );
  return (
    <fieldset className={classes.group}>
      <legend className={classes.title}>{title}</legend>
      <FormGrid columns={4}>
        {AMOUNTS.map(({ of, what, label, hint }) => (
          <FormTextField
            key={label}
            label={t(label)}
            hint={hint}
            value={role[of][what]}
            problem={problems[`${path}.resources.${of}["${what}"]`]}
            onChange={value =>
              onChange({ ...role, [of]: { ...role[of], [what]: value } })
            }
          />
        ))}
      </FormGrid>
      <div className={classes.below}>
        <FormTextField
          label={t('newRun.more.nodes')}
          hint={t('newRun.more.nodesHint')}
          value={role.nodeSelector}
          problem={placement && problems[placement]}
          onChange={nodeSelector => onChange({ ...role, nodeSelector })}
        />
      </div>
    </fieldset>
  );
}
