import type { english } from '../translations/english';

/** What is loaded for a screen, by the key of the texts that say so. */
export type LoadedThing = keyof typeof english.states.things;
