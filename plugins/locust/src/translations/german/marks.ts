import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const marks: TextsOf<typeof english.marks> = {
  baselineHint: 'Läufe dieses Tests werden mit diesem verglichen',
  pinnedHint: 'Angeheftet: bleibt erhalten, egal wie alt',
  pinned: 'Angeheftet',
  noteHint: 'Notiz: {{note}}',
  dismiss: 'Meldung schließen',
  refused: {
    pin: 'Der Lauf konnte nicht angeheftet werden',
    unpin: 'Der Lauf konnte nicht gelöst werden',
    setBaseline: 'Der Lauf konnte nicht zum Vergleichslauf gemacht werden',
    clearBaseline: 'Der Lauf ist weiterhin der Vergleichslauf',
    annotate: 'Die Notiz konnte nicht gespeichert werden',
    removeNote: 'Die Notiz konnte nicht entfernt werden',
  },
  menu: {
    pin: 'Anheften, dauerhaft behalten',
    unpin: 'Lösen',
    addNote: 'Notiz hinzufügen…',
    editNote: 'Notiz bearbeiten…',
    setBaseline: 'Zum Vergleichslauf machen',
    clearBaseline: 'Nicht mehr Vergleichslauf',
  },
  note: {
    title: 'Notiz zu diesem Lauf von {{test}}',
    label: 'Notiz',
    help: 'Was andere wissen sollten, etwa was ausgerollt wurde. Noch {{left}} Zeichen.',
    save: 'Notiz speichern',
    askRemove: 'Notiz entfernen…',
    removeTitle: 'Notiz entfernen?',
    remove: 'Notiz entfernen',
    lost: 'Ihr Text geht verloren: „{{note}}“',
    shown: 'Notiz zu diesem Lauf',
    edit: 'Notiz bearbeiten',
  },
};
