import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const newRun: TextsOf<typeof english.newRun> = {};
