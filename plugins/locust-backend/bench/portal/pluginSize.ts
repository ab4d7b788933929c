import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const PLUGIN = path.join(__dirname, '..', '..', '..', 'locust');

/** What every Backstage app brings itself, in one copy for all of its plugins. */
const BROUGHT_BY_THE_APP = [
  ...['react', 'react-dom', 'react-router', 'react-router-dom'],
  ...['@backstage/*', '@material-ui/*'],
];

/** Bytes after gzip. */
export interface PluginSize {
  /** What an app loads before anybody looks at a load test. */
  readonly entry: number;
  /** That and what is loaded for the tab with its list of runs. */
  readonly runList: number;
  /** Everything, each lazy part included. */
  readonly all: number;
}

/** How much JavaScript the plugin adds to an app, minified as an app's production build does it. */
export async function pluginSize(): Promise<PluginSize> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: PLUGIN,
    entryPoints: { index: 'src/index.ts' },
    outdir: 'out',
    write: false,
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: BROUGHT_BY_THE_APP,
    logLevel: 'error',
  });
  const bytes = new Map(
    outputFiles.map(file => [
      path.relative(PLUGIN, file.path),
      gzipSync(file.contents, { level: 9 }).length,
    ]),
  );
  const sum = (files: Iterable<string>) =>
    [...files].reduce((total, file) => total + (bytes.get(file) ?? 0), 0);
  const entry = withStaticImports(metafile, ['out/index.js']);
  const tab = chunkOf(metafile, 'src/tab/LoadTestsTab.tsx');
  return {
    entry: sum(entry),
    runList: sum(new Set([...entry, ...withStaticImports(metafile, [tab])])),
    all: sum(bytes.keys()),
  };
}

function chunkOf({ outputs }: Metafile, entryPoint: string): string {
  const found = Object.entries(outputs).find(
    ([, output]) => output.entryPoint === entryPoint,
  );
  if (!found) {
    throw new Error(`${entryPoint} is no lazy part of the plugin any more`);
  }
  return found[0];
}

/** The files and all that they import before they run. */
function withStaticImports(
  { outputs }: Metafile,
  files: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...files];
  while (open.length > 0) {
    const file = open.pop()!;
    if (!found.has(file)) {
      found.add(file);
      open.push(
        ...outputs[file].imports
          .filter(
            ({ kind, external }) => kind === 'import-statement' && !external,
          )
          .map(it => it.path),
      );
    }
  }
  return found;
}
