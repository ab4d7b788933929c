import { english } from './english';
import german from './german';
import { flatTexts } from './flatTexts';

const texts: Readonly<Record<string, string>> = flatTexts(english);
const translated: Readonly<Record<string, string | null>> = german.messages;

/** What a text has in its gaps, each with its format, as in `{{count, number}}`. */
function gapsOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, gap]) => gap).sort();
}

describe('the German texts', () => {
  it('are as many as the English ones', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(texts).sort());
  });

  it.each(Object.keys(texts))('%s has the gaps of the English one', key => {
    expect(translated[key]).not.toBe('');
    expect(gapsOf(translated[key] ?? '')).toEqual(gapsOf(texts[key]));
  });

  it('are not the English ones where those are sentences', () => {
    const sentences = Object.entries(texts).filter(
      ([, text]) =>
        (text.replace(/\{\{.*?\}\}/g, '').match(/[a-z]{3,}/gi) ?? []).length >
        2,
    );
    expect(sentences.filter(([key, text]) => translated[key] === text)).toEqual(
      [],
    );
  });
});

describe('the English texts', () => {
  it('have both forms where they count', () => {
    const stems = Object.keys(texts)
      .filter(key => /_(one|other)$/.test(key))
      .map(key => key.replace(/_(one|other)$/, ''));
    for (const stem of stems) {
      expect(texts).toHaveProperty([`${stem}_one`]);
      expect(texts).toHaveProperty([`${stem}_other`]);
    }
  });

  it('say a number that counts with its format', () => {
    const unformatted = Object.values(texts).filter(text =>
      gapsOf(text).includes('count'),
    );
    expect(unformatted).toEqual([]);
  });
});
