import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const runPage: TextsOf<typeof english.runPage> = {};
