import ts from 'typescript';

export interface DocComment {
  /** In one line, without tags; undefined where there is none. */
  readonly text?: string;
  /** What follows a tag such as `@visibility`, by the tag's name. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What the comment before a declaration says. */
export function docComment(node: ts.Node): DocComment {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = inOneLine(comments.map(it => it.comment));
  return {
    ...(text !== '' && { text }),
    tags: Object.fromEntries(
      ts
        .getJSDocTags(node)
        .map(tag => [tag.tagName.text, inOneLine([tag.comment])]),
    ),
  };
}

function inOneLine(comments: readonly ts.JSDoc['comment'][]): string {
  return comments
    .map(it => ts.getTextOfJSDocComment(it) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
