import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const marks: TextsOf<typeof english.marks> = {};
