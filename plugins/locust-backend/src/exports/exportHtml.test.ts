/** @jest-environment @backstage/cli/config/jest-environment-jsdom */
import type { RunRecord } from '../runs/RunRecord';
import { hostileRecord, runRecord } from './__testUtils__/runRecord';
import { exportHtml } from './exportHtml';

const open = (record: RunRecord) =>
  new DOMParser().parseFromString(exportHtml(record), 'text/html');

const textOf = (element: Element | null | undefined) =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The section under a heading. */
const section = (page: Document, heading: string) =>
  [...page.querySelectorAll('section')].find(
    it => textOf(it.querySelector('h2')) === heading,
  );

/** Every attribute of every element, as `element.attribute`. */
const attributes = (page: Document) =>
  new Set(
    [...page.querySelectorAll('*')].flatMap(element =>
      [...element.attributes].map(
        it => `${element.tagName.toLowerCase()}.${it.name}`,
      ),
    ),
  );

describe('exportHtml', () => {
  it('says at the top what ran, how it came out and with which figures', () => {
    const header = open(runRecord()).querySelector('header');
    expect(textOf(header?.querySelector('h1'))).toBe('checkoutfailed');
    expect(textOf(header)).toContain('component:default/shop');
    expect(textOf(header)).toContain('2026-01-31 10:20:33 UTC');
    expect(textOf(header)).toContain('With the new cache');
    const figures = Object.fromEntries(
      [...(header?.querySelectorAll('dl.figures > div') ?? [])].map(it => [
        textOf(it.querySelector('dt')),
        textOf(it.querySelector('dd')),
      ]),
    );
    expect(figures).toEqual({
      Users: '50',
      Workers: '2 of 2',
      Requests: '12,345',
      Failures: '0.365%',
      'Requests/s': '103',
      Median: '61 ms',
      '95 %': '240 ms',
      '99 %': '600 ms',
      'Exit code': '1',
    });
  });

  it('says beside the verdict why the figures are less to be trusted', () => {
    const doubts = [
      { code: 'MasterCpu' as const, message: 'The master <stood> above.' },
      { code: 'WorkersLost' as const, message: '1 of 2 workers was lost.' },
    ];
    const header = open(runRecord({ run: { doubts } })).querySelector('header');
    expect(textOf(header)).toContain('These figures are less to be trusted');
    expect([...(header?.querySelectorAll('li') ?? [])].map(textOf)).toEqual(
      doubts.map(it => it.message),
    );
    expect(
      textOf(open(runRecord({ run: { doubts: [] } })).querySelector('header')),
    ).not.toContain('trusted');
  });

  it('shows each threshold with what was measured', () => {
    const rows = [
      ...(section(open(runRecord()), 'Thresholds')?.querySelectorAll(
        'tbody tr',
      ) ?? []),
    ].map(textOf);
    expect(rows).toEqual([
      'passedp95 < 500msp95 was 240ms, as wanted: < 500ms.',
      'failedGET /checkout: p99 < 400msp99 of GET /checkout was 600ms; wanted: < 400ms.',
    ]);
  });

  it('draws users, rates and response times over time', () => {
    const page = open(runRecord());
    const charts = [...page.querySelectorAll('svg')];
    expect(charts.map(it => it.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(
        /^Requests and failures over 1:58: Requests\/s up to 106, /,
      ),
      expect.stringMatching(/^Response times over 1:58: Median up to 68, /),
      'Users over 1:58: Users up to 50 at once',
    ]);
    const lines = charts.map(it =>
      [...it.querySelectorAll('path.line')].map(
        path => path.getAttribute('d')?.match(/[ML]/g)?.length,
      ),
    );
    expect(lines).toEqual([[60, 60], [60, 60, 60], [60]]);
  });

  it('keeps every point of a line within its chart', () => {
    for (const svg of open(runRecord()).querySelectorAll('svg')) {
      const [, , width, height] = (svg.getAttribute('viewBox') ?? '')
        .split(' ')
        .map(Number);
      for (const path of svg.querySelectorAll('path.line')) {
        const numbers = (path.getAttribute('d') ?? '')
          .split(/[ML ]/)
          .filter(Boolean)
          .map(Number);
        numbers.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(i % 2 === 0 ? width : height);
        });
      }
    }
  });

  it('breaks a line where there is no figure, and leaves a line out that has none', () => {
    const { points } = runRecord();
    const page = open(
      runRecord({
        points: points.map((point, i) => ({
          ...point,
          p95: undefined,
          median: i === 30 ? undefined : point.median,
        })),
      }),
    );
    const times = page.querySelectorAll('svg')[1];
    expect([...times.querySelectorAll('path.line title')].map(textOf)).toEqual([
      'Median',
      'Average',
    ]);
    expect(
      times.querySelector('path.line')?.getAttribute('d')?.match(/M/g),
    ).toHaveLength(2);
  });

  it('lists every endpoint and, last, the whole', () => {
    const rows = [
      ...(section(open(runRecord()), 'Endpoints')?.querySelectorAll(
        'tbody tr',
      ) ?? []),
    ];
    expect(rows).toHaveLength(4);
    expect(textOf(rows[0])).toMatch(/^GET\/6,000/);
    expect(textOf(rows[3])).toMatch(/^Aggregated12,345/);
    expect(rows[3].className).toBe('total');
  });

  it('says where a run left nothing', () => {
    const page = open({
      ...runRecord({
        run: {
          phase: 'error',
          verdict: 'none',
          reason: {
            code: 'ImagePullFailed',
            message: 'There is no such image.',
          },
          total: undefined,
          startedAt: undefined,
          finishedAt: undefined,
          exitCode: undefined,
          spec: {},
        },
      }),
      marks: { pinned: false, baseline: false },
      points: [],
      requests: [],
      errors: [],
      exceptions: [],
      events: [],
      log: undefined,
    });
    expect(textOf(page.querySelector('header'))).toContain(
      'error: There is no such image.',
    );
    expect(textOf(page.body)).toContain('The run left no figures.');
    expect(textOf(page.body)).toContain('No figures over time were kept.');
    expect(page.querySelector('svg')).toBeNull();
  });

  it('tells another judgement apart from the verdict of the run', () => {
    const page = open(
      runRecord({
        marks: {
          pinned: false,
          baseline: false,
          rejudgement: {
            verdict: 'passed',
            thresholds: [
              { threshold: 'p95 < 1s', passed: true, message: 'fine' },
            ],
            at: new Date('2026-02-01T00:00:00Z'),
          },
        },
      }),
    );
    expect(textOf(page.querySelector('.badge'))).toBe('failed');
    expect(textOf(section(page, 'Judged again: passed'))).toContain('p95 < 1s');
  });

  it('needs nothing but itself, and allows itself nothing else', () => {
    const page = open(runRecord());
    expect(
      page.querySelectorAll(
        'script, link, img, iframe, object, embed, base, form, [src], [href], [style]',
      ),
    ).toHaveLength(0);
    expect(page.querySelector('style')?.textContent).not.toMatch(/url|@import/);
    expect(
      page
        .querySelector('meta[http-equiv="Content-Security-Policy"]')
        ?.getAttribute('content'),
    ).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('is light or dark as the system of the reader is', () => {
    expect(exportHtml(runRecord())).toContain(
      '@media (prefers-color-scheme: dark)',
    );
  });

  it('takes no name for markup, whatever it is', () => {
    const page = open(hostileRecord());
    const harmless = open(runRecord());
    expect(
      [
        ...new Set([...page.querySelectorAll('*')].map(it => it.tagName)),
      ].filter(tag => !harmless.querySelector(tag.toLowerCase())),
    ).toEqual([]);
    expect(
      [...attributes(page)].filter(it => !attributes(harmless).has(it)),
    ).toEqual([]);
    expect(textOf(page.querySelector('h1'))).toContain(
      '<script>alert(1)</script>',
    );
    expect(page.title).toContain('"><img src=x onerror=alert(1)>');
  });
});
