import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const card: TextsOf<typeof english.card> = {};
