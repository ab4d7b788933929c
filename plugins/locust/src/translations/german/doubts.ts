import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const doubts: TextsOf<typeof english.doubts> = {};
