import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const schedules: TextsOf<typeof english.schedules> = {};
