import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const delta: TextsOf<typeof english.delta> = {};
