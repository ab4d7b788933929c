import { lazy, Suspense } from 'react';
import { CodeBlock } from '../layout/CodeBlock';

const PythonCode = lazy(() => import('./PythonCode'));

/** A file to read: Python in colours, which come when they are there. */
export function FileCode(props: {
  readonly label: string;
  readonly path: string;
  readonly text: string;
}) {
  const { label, path, text } = props;
  const plain = <CodeBlock label={label} text={text} />;
  return path.endsWith('.py') ? (
    <Suspense fallback={plain}>
      <PythonCode label={label} text={text} />
    </Suspense>
  ) : (
    plain
  );
}
