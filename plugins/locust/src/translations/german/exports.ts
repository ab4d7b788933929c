import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const exports: TextsOf<typeof english.exports> = {};
