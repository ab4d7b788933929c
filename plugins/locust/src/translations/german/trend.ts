import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const trend: TextsOf<typeof english.trend> = {};
