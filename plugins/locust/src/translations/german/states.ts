import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const states: TextsOf<typeof english.states> = {};
