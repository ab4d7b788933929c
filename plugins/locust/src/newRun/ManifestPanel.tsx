import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { RenderedManifest } from '../api/LocustApi';
import { CodeBlock } from '../layout/CodeBlock';
import { CopyButton } from '../layout/CopyButton';
import { Panel } from '../layout/Panel';
import { SelectField } from '../layout/SelectField';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  choice: { margin: theme.spacing(1, 0, 1.5) },
}));

/** The resource as it would stand in git, and what the cluster makes of it. */
export function ManifestPanel(props: {
  /** Written from the form, at once. */
  readonly yaml: string;
  /** From the server's dry run, the `Locust` first; empty until there is one. */
  readonly rendered: readonly RenderedManifest[];
}) {
  const { yaml, rendered } = props;
  const classes = useStyles();
  const t = useTranslate();
  const [chosen, setChosen] = useState(0);
  const children = rendered.slice(1);
  const index = chosen <= children.length ? chosen : 0;
  const text = index === 0 ? yaml : children[index - 1].yaml;
  return (
    <Panel
      title={t('newRun.manifest.title')}
      actions={
        index === 0 && (
          <CopyButton text={text} label={t('newRun.manifest.copy')} />
        )
      }
    >
      {children.length > 0 && (
        <div className={classes.choice}>
          <SelectField
            label={t('newRun.manifest.resource')}
            fullWidth
            value={String(index)}
            options={[
              { value: '0', label: t('newRun.manifest.applied') },
              ...children.map((manifest, at) => ({
                value: String(at + 1),
                label: t('newRun.manifest.made', {
                  kind: manifest.kind,
                  name: manifest.name,
                }),
              })),
            ]}
            onChange={value => setChosen(Number(value))}
          />
        </div>
      )}
      <CodeBlock label={t('newRun.manifest.title')} text={text} />
    </Panel>
  );
}
