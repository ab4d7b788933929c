import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const layout: TextsOf<typeof english.layout> = {
  copied: 'Kopiert',
  table: 'Tabelle: {{title}}',
  couldNotCopy: 'Kopieren nicht möglich: Text bitte markieren',
};
