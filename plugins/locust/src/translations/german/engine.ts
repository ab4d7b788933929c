import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const engine: TextsOf<typeof english.engine> = {};
