export const exports = {
  export: 'Export',
  failed: 'The file could not be made',
  formats: {
    html: 'Report (HTML)',
    csv: 'Statistics (CSV)',
    'csv-history': 'Figures over time (CSV)',
    'csv-failures': 'Failures (CSV)',
    'csv-exceptions': 'Exceptions (CSV)',
    json: 'Everything (JSON)',
    junit: 'Thresholds (JUnit)',
    log: 'Log (text)',
  },
} as const;
