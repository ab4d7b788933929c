import { useMemo } from 'react';
import { useTheme, type Theme } from '@material-ui/core/styles';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import CodeMirror, { EditorView } from '@uiw/react-codemirror';
import { seriesColours } from '../charts/seriesColours';
import { pythonTokens } from '../locustfile/pythonTokens';
import { blend, readableOn } from '../status/toneColours';

function editorTheme(theme: Theme) {
  const { palette } = theme;
  const paper = palette.background.paper;
  const colours = seriesColours(theme);
  // The line being edited is a shade off the paper, and text has to be read there too.
  const activeLine = blend(palette.text.primary, paper, 0.05);
  const gutter = blend(palette.text.primary, paper, 0.04);
  return [
    EditorView.theme(
      {
        '&': {
          color: palette.text.primary,
          backgroundColor: paper,
          fontSize: '13px',
        },
        '&.cm-focused': { outline: 'none' },
        '.cm-content': {
          caretColor: palette.text.primary,
          fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
        },
        '.cm-cursor': { borderLeftColor: palette.text.primary },
        '.cm-gutters': {
          backgroundColor: gutter,
          color: readableOn(palette.text.secondary, gutter),
          border: 'none',
        },
        '.cm-activeLine, .cm-activeLineGutter': {
          backgroundColor: activeLine,
        },
        '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
          backgroundColor: `${blend(colours.first, paper, 0.3)} !important`,
        },
        '.cm-tooltip, .cm-panels': {
          backgroundColor: paper,
          color: palette.text.primary,
          border: `1px solid ${palette.divider}`,
        },
      },
      { dark: palette.type === 'dark' },
    ),
    syntaxHighlighting(
      HighlightStyle.define(
        pythonTokens(theme, activeLine).map(({ name: _, ...token }) => token),
      ),
    ),
    EditorView.lineWrapping,
  ];
}

/** An editor for a locustfile, in the theme's colours. Escape and then Tab leaves it. */
export default function PythonEditor(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly invalid: boolean;
  readonly describedBy?: string;
}) {
  const theme = useTheme();
  const { label, invalid, describedBy } = props;
  const extensions = useMemo(
    () => [
      python(),
      editorTheme(theme),
      EditorView.contentAttributes.of({
        'aria-label': label,
        // Editable content takes the focus anyway; this says so to those who look for it in the markup.
        tabindex: '0',
        'aria-invalid': String(invalid),
        ...(describedBy && { 'aria-describedby': describedBy }),
      }),
    ],
    [theme, label, invalid, describedBy],
  );
  return (
    <CodeMirror
      value={props.value}
      onChange={props.onChange}
      extensions={extensions}
      theme="none"
      minHeight="180px"
      maxHeight="420px"
      indentWithTab={false}
      basicSetup={{ foldGutter: false, tabSize: 4 }}
    />
  );
}
