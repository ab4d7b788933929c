import { existsSync, readdirSync } from 'node:fs';
import { once } from '../once';
import { inRepository } from '../repository';
import { type ConfigKey, readConfigKeys } from '../source/readConfigKeys';
import { type GeneratedPage, WRITTEN_BY } from './GeneratedPage';
import { item, page, paragraph, plain, sentence } from './markdown';

/** What the packages of this repository take from app-config. */
export const locustConfigKeys = once((): readonly ConfigKey[] =>
  readdirSync(inRepository('plugins'))
    .map(it => inRepository('plugins', it, 'config.d.ts'))
    .filter(it => existsSync(it))
    .flatMap(it => readConfigKeys(it)),
);

/** Every key of app-config. */
export const CONFIGURATION_PAGE: GeneratedPage = {
  path: 'reference/configuration.md',
  render: () =>
    page(
      WRITTEN_BY,
      '# Configuration',
      paragraph(
        'Everything is in `app-config.yaml`, below `locust`, and may be left out. What is wrong keeps the backend plugin from starting, with the path of the mistake and what would be accepted. As everywhere in that file, `${NAME}` stands for a variable of the environment.',
      ),
      paragraph(
        'Examples are in [getting started](../getting-started/portal-owners.md) and in the [policy cookbook](../policy.md).',
      ),
      ...locustConfigKeys().flatMap(top =>
        top.keys.flatMap(key => section(top, key)),
      ),
    ),
};

function section(top: ConfigKey, key: ConfigKey): readonly string[] {
  return [
    `## \`${top.name}.${key.name}\``,
    paragraph(`${capital(typeOf(key))}. ${about(key)}`.trim()),
    members(key, 0).join('\n'),
  ];
}

function members({ keys }: ConfigKey, depth: number): readonly string[] {
  return keys.flatMap(key => [
    item(`\`${key.name}\` (${typeOf(key)}). ${about(key)}`.trim(), depth),
    ...members(key, depth + 1),
  ]);
}

function typeOf({ type, required }: ConfigKey): string {
  return `${type}${required ? ', has to be given' : ''}`;
}

function about({ doc }: ConfigKey): string {
  const hidden =
    doc.tags.visibility === 'secret'
      ? ' It is a secret and shown nowhere.'
      : '';
  return `${sentence(plain(doc.text ?? ''))}${hidden}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}
