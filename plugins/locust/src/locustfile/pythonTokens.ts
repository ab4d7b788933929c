import type { Theme } from '@material-ui/core/styles';
import { tags, type Tag } from '@lezer/highlight';
import { seriesColours } from '../charts/seriesColours';
import { readableOn } from '../status/toneColours';

/** How a kind of word of Python looks. */
export interface PythonToken {
  readonly name: string;
  readonly tag: Tag | readonly Tag[];
  readonly color: string;
  readonly fontStyle?: 'italic';
  readonly fontWeight?: '600';
}

/** Python in the theme's colours, each of them readable on this ground. */
export function pythonTokens(
  theme: Theme,
  ground: string,
): readonly PythonToken[] {
  const colours = seriesColours(theme);
  const text = (color: string) => readableOn(color, ground);
  return [
    {
      name: 'comment',
      tag: tags.comment,
      color: text(theme.palette.text.secondary),
      fontStyle: 'italic',
    },
    {
      name: 'keyword',
      tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword],
      color: text(colours.second),
      fontWeight: '600',
    },
    {
      name: 'string',
      tag: [tags.string, tags.special(tags.string)],
      color: text(colours.good),
    },
    {
      name: 'literal',
      tag: [tags.number, tags.bool, tags.null],
      color: text(colours.bad),
    },
    {
      name: 'definition',
      tag: [
        tags.function(tags.variableName),
        tags.definition(tags.variableName),
        tags.className,
        tags.meta,
      ],
      color: text(colours.first),
    },
  ];
}
