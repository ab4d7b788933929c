import FormHelperText from '@material-ui/core/FormHelperText';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { useFieldStyles } from '../layout/useFieldStyles';
import { usePolled } from '../live/usePolled';
import { FilesView } from '../locustfile/FilesView';
import { PolledContent } from '../states/PolledContent';
import type { EarlierFolder } from './NewRunForm';

/** The folder that a run or schedule before has, which runs again as it was then. */
export function EarlierFields(props: {
  readonly earlier: EarlierFolder;
  readonly problem?: string;
}) {
  const { earlier, problem } = props;
  const { runId, folder } = earlier;
  const fields = useFieldStyles();
  return (
    <>
      {runId === undefined ? (
        <ul>
          {folder.files.map(path => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      ) : (
        <FilesOfRun runId={runId} />
      )}
      {problem && (
        <FormHelperText error className={fields.problem}>
          {problem}
        </FormHelperText>
      )}
    </>
  );
}

function FilesOfRun(props: { readonly runId: string }) {
  const { runId } = props;
  const api = useApi(locustApiRef);
  const ran = usePolled(
    runId,
    () => api.getRunLocustfile(runId),
    () => 'never',
  );
  return (
    <PolledContent resource={ran} what="locustfile" rows={3}>
      {files => <FilesView files={files} />}
    </PolledContent>
  );
}
