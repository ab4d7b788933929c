import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const charts: TextsOf<typeof english.charts> = {};
