/** The style of a report: light or dark as the reader's system is, and fit for paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b1f24; --faint: #57606a; --rule: #d0d7de;
  --good: #1a7f37; --bad: #c4182b; --quiet: #57606a; --badge: #fff;
  --s1: #0b62c4; --s2: #c4182b; --s3: #1a7f37; --s4: #8250df; }
@media (prefers-color-scheme: dark) { :root {
  --page: #0d1117; --card: #161b22; --text: #e6edf3; --faint: #9aa4af; --rule: #30363d;
  --good: #3fb950; --bad: #ff7b72; --quiet: #9aa4af; --badge: #0d1117;
  --s1: #58a6ff; --s2: #ff7b72; --s3: #3fb950; --s4: #bc8cff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; background: var(--page); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1160px; margin: 0 auto; }
h1 { font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 12px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
section, header { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 16px 20px; margin: 0 0 16px; }
.faint, figcaption, .none { color: var(--faint); }
.badge { display: inline-block; border-radius: 12px; padding: 1px 10px; font-size: 13px; font-weight: 600; color: var(--badge); vertical-align: 3px; margin-left: 8px; }
.badge.passed { background: var(--good); } .badge.failed { background: var(--bad); } .badge.none { background: var(--quiet); }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.doubts { margin: 0 0 4px; padding-left: 20px; overflow-wrap: anywhere; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(100px, 1fr)); gap: 12px; margin: 16px 0 0; }
dl.figures dt { color: var(--faint); font-size: 12px; } dl.figures dd { margin: 0; font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
dl.settings { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; }
dl.settings dt { color: var(--faint); } dl.settings dd { margin: 0; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 16px; }
figure { margin: 0; } svg { width: 100%; height: auto; display: block; }
.grid { stroke: var(--rule); stroke-width: 1; } .tick { fill: var(--faint); font-size: 12px; font-variant-numeric: tabular-nums; }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
.line.series-1 { stroke: var(--s1); } .line.series-2 { stroke: var(--s2); } .line.series-3 { stroke: var(--s3); } .line.series-4 { stroke: var(--s4); }
.legend { list-style: none; margin: 4px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 12px; }
.swatch { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; }
.swatch.series-1 { background: var(--s1); } .swatch.series-2 { background: var(--s2); } .swatch.series-3 { background: var(--s3); } .swatch.series-4 { background: var(--s4); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 10px; border-bottom: 1px solid var(--rule); vertical-align: top; }
th { color: var(--faint); font-weight: 500; font-size: 12px; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.text { overflow-wrap: anywhere; min-width: 160px; }
td.word { white-space: nowrap; max-width: 200px; overflow: hidden; text-overflow: ellipsis; }
tr.total td { font-weight: 600; border-bottom: 0; }
pre { margin: 8px 0 0; overflow-x: auto; font: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
@media print { body { padding: 0; } section, header { break-inside: avoid; } }
`;
