import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const status: TextsOf<typeof english.status> = {};
