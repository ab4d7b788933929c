import { createApp } from '@backstage/frontend-defaults';
import { navigation } from './navigation/navigation';

/** The portal: what it shows beside its navigation comes from the plugins that package.json names. */
export const app = createApp({ features: [navigation] });
