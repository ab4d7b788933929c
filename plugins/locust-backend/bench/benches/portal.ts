import type { Bench, Figure } from '../Bench';
import { hoverCost } from '../portal/hoverCost';
import { liveMemory } from '../portal/liveMemory';
import { pluginSize } from '../portal/pluginSize';
import { startPortal } from '../portal/Portal';
import { runListTime } from '../portal/runListTime';
import { seedEnded } from '../portal/seedRuns';

const RUNS = 10_000;

const kibibytes = (bytes: number) => Math.round((bytes * 10) / 1024) / 10;
const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

/**
 * What a person waits for and what their browser holds, with the production build of the app on a real backend, in a
 * headless Chromium on the same machine.
 */
export const bench: Bench = {
  name: 'portal',
  summary: `the screens in a browser: a list of ${RUNS} runs, the size of the plugin, moving over charts, a live page open for an hour`,
  order: 95,
  async run(context) {
    const { say } = context;
    say('bundling the plugin');
    const size = await pluginSize();
    const sizes: readonly Figure[] = [
      {
        id: 'portal.size.entry',
        title: 'JavaScript of the plugin before lazy parts, gzipped',
        unit: 'KiB',
        measured: kibibytes(size.entry),
        target: { kind: 'atMost', value: 200 },
      },
      {
        id: 'portal.size.runList',
        title: 'the same with the tab and its list of runs',
        unit: 'KiB',
        measured: kibibytes(size.runList),
      },
      {
        id: 'portal.size.all',
        title: 'the same with all lazy parts',
        unit: 'KiB',
        measured: kibibytes(size.all),
      },
    ];

    const portal = await startPortal(context, store => seedEnded(store, RUNS));
    say(`the list of ${RUNS} runs`);
    const list = await runListTime(portal);
    say('moving over the charts of a long run');
    const hover = await hoverCost(portal);
    say('an hour of a live page');
    const memory = await liveMemory(portal, say);
    const [first, , half] = memory;
    const last = memory[memory.length - 1];
    return {
      figures: [
        {
          id: 'portal.list.interactive',
          title: `list of an entity with ${RUNS} runs: interactive, the median of ${list.visits.length}`,
          unit: 's',
          measured: Math.round(list.interactive / 10) / 100,
          target: { kind: 'atMost', value: 2.5 },
        },
        ...sizes,
        {
          id: 'portal.hover.p95',
          title:
            'moving over charts of 20 endpoints with 2,000 points each, until it is painted: p95',
          unit: 'ms',
          measured: Math.round(hover.p95),
          target: { kind: 'atMost', value: 50 },
        },
        {
          id: 'portal.hover.longest',
          title: 'the same, the longest',
          unit: 'ms',
          measured: Math.round(hover.longest),
        },
        {
          id: 'portal.live.heap',
          title: 'live page after an hour: heap',
          unit: 'MB',
          measured: megabytes(last.heapBytes),
        },
        {
          id: 'portal.live.growth',
          title: 'the same above its first minute',
          unit: 'MB',
          measured: megabytes(last.heapBytes - first.heapBytes),
          target: { kind: 'atMost', value: 5 },
        },
        {
          id: 'portal.live.lateGrowth',
          title: 'the same above its first half',
          unit: 'MB',
          measured: megabytes(last.heapBytes - half.heapBytes),
          target: { kind: 'atMost', value: 2 },
        },
        {
          id: 'portal.live.nodes',
          title: 'the same: nodes of the document above its first half',
          unit: '',
          measured: last.domNodes - half.domNodes,
          target: { kind: 'atMost', value: 200 },
        },
      ],
      details: { runs: RUNS, visits: list.visits, size, hover, memory },
    };
  },
};
