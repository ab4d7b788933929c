import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const compare: TextsOf<typeof english.compare> = {};
