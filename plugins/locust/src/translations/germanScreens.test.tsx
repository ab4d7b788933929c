import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import type { ReactElement } from 'react';
import {
  entityRouteRef,
  EntityProvider,
} from '@backstage/plugin-catalog-react';
import { translationApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { openScreen, RUN_IDS } from '../__testUtils__/openScreen';
import { germanTranslations } from '../__testUtils__/translate';
import { locustApiRef } from '../api/LocustApi';
import CalendarView from '../calendar/CalendarView';
import { LoadTestsCard } from '../card/LoadTestsCard';
import ComparePage from '../compare/ComparePage';
import { EngineHealth } from '../engine/EngineHealth';
import { FakeLocustApi, type FakeTrouble } from '../fake/FakeLocustApi';
import OverviewView from '../overview/OverviewView';
import RunPage from '../runPage/RunPage';
import NewRunPage from '../newRun/NewRunPage';
import AllSchedulesView from '../schedules/AllSchedulesView';
import { LoadTestsHome } from '../tab/LoadTestsHome';
import TrendPage from '../trend/TrendPage';
import UsagePanel from '../usage/UsagePanel';
import { english } from './english';
import { flatTexts } from './flatTexts';
import german from './german';

// The editor measures text, which jsdom cannot.
jest.mock('../newRun/PythonEditor', () => ({
  __esModule: true,
  default: () => <textarea aria-label="Locustfile" />,
}));

/** English texts that a German screen cannot hold by chance: long ones, whole, that German says in other words. */
const ENGLISH = Object.entries(flatTexts(english)).filter(
  ([key, text]) =>
    text.length > 12 &&
    !text.includes('{{') &&
    german.messages[key as keyof typeof german.messages] !== text,
);

/** All that the screen says, to see and to hear. */
function allSaid(): ReadonlySet<string> {
  const said = new Set<string>();
  for (const element of document.body.querySelectorAll('*')) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        said.add(node.textContent?.trim() ?? '');
      }
    }
    for (const name of [
      'aria-label',
      'aria-valuetext',
      'title',
      'placeholder',
    ]) {
      said.add(element.getAttribute(name) ?? '');
    }
  }
  return said;
}

function englishSaid(): readonly string[] {
  const said = allSaid();
  return ENGLISH.filter(([, text]) => said.has(text)).map(([key]) => key);
}

const run = (id: string, tab = '') => `/runs/${id}${tab && `/${tab}`}`;
const runPage = (
  <Routes>
    <Route path="/runs/:runId/:tab?" element={<RunPage />} />
  </Routes>
);

it('there are texts to look for', () => {
  expect(ENGLISH.length).toBeGreaterThan(150);
});

describe('in German', () => {
  it.each<[string, string, ReactElement, readonly string[]]>([
    ['the runs', '/', <LoadTestsHome />, ['Läufe', 'Dauer', 'Neuer Lauf']],
    [
      'the schedules',
      '/?view=schedules',
      <LoadTestsHome />,
      ['Nächster Lauf', 'Pausieren'],
    ],
    [
      'a run that goes',
      run(RUN_IDS.running),
      runPage,
      ['Läuft', 'Stoppen', 'Durchsatz'],
    ],
    [
      'a run that failed',
      run(RUN_IDS.failed),
      runPage,
      ['Nicht bestanden', 'Durchsatz', 'In den Diagrammen markiert'],
    ],
    [
      'its thresholds',
      run(RUN_IDS.failed, 'thresholds'),
      runPage,
      ['Grenze', 'Danach bewerten'],
    ],
    ['its log', run(RUN_IDS.failed, 'log'), runPage, ['Herunterladen']],
    ['its settings', run(RUN_IDS.failed, 'settings'), runPage, ['Wo er lief']],
    [
      'a comparison',
      `/?runs=${RUN_IDS.baseline},${RUN_IDS.failed}`,
      <ComparePage />,
      ['Im Zeitverlauf', 'Einstellungen', 'Tabelle'],
    ],
    [
      'a trend',
      '/?test=nightly-checkout',
      <TrendPage />,
      ['neueste zuerst', 'Fehlerquote'],
    ],
    ['the form of a new run', '/new', <NewRunPage />, ['Lauf starten', 'Ziel']],
    ['the engine', '/', <EngineHealth />, ['CRD fehlt', 'Warteschlange']],
    [
      'the overview of all',
      '/',
      <OverviewView />,
      ['Fehlschlagende Tests', 'an der Grenze', 'Nahe einer Grenze'],
    ],
    [
      'the calendar',
      '/?week=2024-01-08&hour=26',
      <CalendarView />,
      ['Alle Cluster', 'Laufzeit', 'Tabelle'],
    ],
    [
      'the schedules of all',
      '/',
      <AllSchedulesView />,
      ['Nächster Lauf', 'Pausieren', 'Suche'],
    ],
    ['the usage', '/', <UsagePanel />, ['Workerstunden', 'Niemand bekannt']],
  ])('%s', async (_what, path, content, words) => {
    await openScreen(
      content,
      new FakeLocustApi(),
      path,
      undefined,
      germanTranslations(),
    );
    for (const word of words) {
      expect((await screen.findAllByText(word)).length).toBeGreaterThan(0);
    }
    expect(englishSaid()).toEqual([]);
  });

  it.each<[FakeTrouble, string]>([
    ['noPermission', 'Keine Berechtigung für diese Lasttests'],
    ['noRuns', 'Hier ist noch kein Lasttest gelaufen'],
    ['noTarget', 'Wo sollen Lasttests dieser Komponente laufen?'],
    ['backendAway', 'Das Backend ist nicht erreichbar'],
  ])('a screen that has %s', async (trouble, words) => {
    await openScreen(
      <LoadTestsHome />,
      new FakeLocustApi({ trouble }),
      '/',
      undefined,
      germanTranslations(),
    );
    expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
    expect(englishSaid()).toEqual([]);
  });

  it('the card', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [locustApiRef, new FakeLocustApi()],
          [translationApiRef, germanTranslations()],
        ]}
      >
        <EntityProvider
          entity={{
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'checkout', namespace: 'default' },
          }}
        >
          <LoadTestsCard />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      },
    );
    expect(await screen.findByText(/^Nächster geplanter Lauf/)).toBeVisible();
    expect(englishSaid()).toEqual([]);
  });
});
