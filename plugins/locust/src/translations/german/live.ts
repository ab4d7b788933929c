import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const live: TextsOf<typeof english.live> = {
  offline: 'Dieses Gerät ist nicht mit dem Netz verbunden.',
  silent: 'Die Verbindung zum Portal ist verstummt.',
};
