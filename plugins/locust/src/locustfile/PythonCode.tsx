import { useMemo, type ReactNode } from 'react';
import { useTheme } from '@material-ui/core/styles';
import { pythonLanguage } from '@codemirror/lang-python';
import { highlightCode, tagHighlighter } from '@lezer/highlight';
import { CodeBlock, codeGround } from '../layout/CodeBlock';
import { pythonTokens, type PythonToken } from './pythonTokens';

/** Python to read, in the theme's colours. */
export default function PythonCode(props: {
  readonly label: string;
  readonly text: string;
}) {
  const { label, text } = props;
  const theme = useTheme();
  const marked = useMemo(
    () => markUp(text, pythonTokens(theme, codeGround(theme))),
    [text, theme],
  );
  return (
    <CodeBlock label={label} text={text}>
      {marked}
    </CodeBlock>
  );
}

function markUp(text: string, tokens: readonly PythonToken[]): ReactNode[] {
  const parts: ReactNode[] = [];
  highlightCode(
    text,
    pythonLanguage.parser.parse(text),
    tagHighlighter(tokens.map(({ tag, name }) => ({ tag, class: name }))),
    (code, classes) => {
      const token = tokens.find(it => classes.split(' ').includes(it.name));
      parts.push(
        token ? (
          <span
            key={parts.length}
            style={{
              color: token.color,
              fontStyle: token.fontStyle,
              fontWeight: token.fontWeight && 600,
            }}
          >
            {code}
          </span>
        ) : (
          code
        ),
      );
    },
    () => parts.push('\n'),
  );
  return parts;
}
