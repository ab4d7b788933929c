import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const runs: TextsOf<typeof english.runs> = {};
