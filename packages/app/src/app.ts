import { createApp } from '@backstage/frontend-defaults';
import { signIn } from './signIn/signInModule';
import { navigation } from './navigation/navigation';
import { translations } from './translations/translations';

/** The portal: what it shows beside its navigation comes from the plugins that package.json names. */
export const app = createApp({ features: [navigation, signIn, translations] });
