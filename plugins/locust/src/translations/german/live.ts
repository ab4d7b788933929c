import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const live: TextsOf<typeof english.live> = {};
